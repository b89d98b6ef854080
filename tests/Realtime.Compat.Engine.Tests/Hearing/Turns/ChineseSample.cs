namespace Realtime.Compat.Engine.Tests.Hearing.Turns;

/// <summary>Words before a pause in Mandarin, written by hand for judging only: no weight and no list of words was fitted to them.</summary>
/// <param name="Words">As a recogniser without punctuation writes them.</param>
/// <param name="IsEnd">Whether the speaker is plainly done.</param>
internal sealed record ChineseSample(string Words, bool IsEnd)
{
    /// <summary>Requests, statements, questions, replies and numbers that are whole.</summary>
    private const string Ends =
        "明天上海会下雨吗 你能听见我说话吗 那你呢 现在北京是几点 附近有什么好吃的餐厅 帮我定一个明天早上七点的闹钟 把音量调小一点 我想听周杰伦的歌 给妈妈打电话 " +
        "今天是星期几 我昨天去了医院 这个问题我已经解决了 请把窗户打开 我不知道 没关系 谢谢你的帮助 麻烦再说一遍 不用了谢谢 对 是的 好 可以 " +
        "从这里到机场要多久 这本书多少钱 我们几点出发 你叫什么名字 讲个笑话吧 播放下一首 取消刚才的订单 我喜欢吃辣的 他是我的老师 外面太吵了 " +
        "我要两杯咖啡 你觉得怎么样 为什么天空是蓝色的 帮我查一下快递到哪儿了 晚安 再见 算了吧 导航到公司";

    /// <summary>Sentences left open: fillers, conjunctions, prepositions, measure words, conditions, numbers being read out.</summary>
    private const string Open =
        "我想问一下那个 嗯 就是说嗯 我觉得呃 昨天我和 我要买苹果香蕉和 我没去因为 天气很好但是 如果你有时间的话 虽然他没有说 我们先去超市然后 " +
        "请帮我 我想要一个 把这个文件发给 我在 他对 关于明天的会议 除了这个以外 我的电话号码是 幺三八零零 卡号是六二二五 验证码是三七 我的邮箱地址是 " +
        "我打算下个星期 你能不能帮我把 不是我的意思是 比如说 第一点是 一方面 他跟我说 因为昨天晚上下雨 只要你愿意 当我到家的时候 还有 而且 所以我就 我昨天看了一部 那家餐厅的 我特别 你知道那个";

    private static readonly string[] Asking = ["吗", "呢", "什么", "几", "多久", "多少", "哪", "怎么样"];

    /// <summary>All samples.</summary>
    public static IReadOnlyList<ChineseSample> All { get; } = [.. Of(Ends, isEnd: true), .. Of(Open, isEnd: false)];

    /// <summary>With the punctuation that a recogniser would write: a full stop or a question mark after what is whole, a comma or nothing after the rest.</summary>
    public ChineseSample WithMarks() => this with { Words = Words + (!IsEnd ? Words.Length % 2 == 0 ? "，" : "" : IsQuestion ? "？" : "。") };

    private bool IsQuestion => Asking.Any(asking => Words.Contains(asking, StringComparison.Ordinal));

    private static IEnumerable<ChineseSample> Of(string words, bool isEnd) => words.Split(' ').Select(sample => new ChineseSample(sample, isEnd));
}
