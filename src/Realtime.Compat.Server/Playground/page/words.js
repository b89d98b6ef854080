// The page's words in both languages.
const words = {
  en: {
    status: 'Server status', language: 'Language', conversation: 'Conversation', you: 'You', assistant: 'Assistant',
    welcome: 'Press the button and talk. Everything stays on the machines that run this server.',
    start: 'Start talking', connecting: 'Connecting…', end: 'End', mute: 'Mute', unmute: 'Unmute', stopAnswer: 'Stop the answer',
    hold: 'Hold to talk (Space)', release: 'Release to send', typeHere: 'Or type here', send: 'Send', attachImage: 'Attach an image',
    tabSession: 'Session', tabEvents: 'Events', tabLatency: 'Latency', tabCode: 'Code',
    connection: 'Connection', transport: 'Transport', model: 'Model', apiKey: 'API key', apiKeyHint: 'only if the server asks for one',
    speech: 'Speech', voice: 'Voice', speed: 'Speed', spokenLanguage: 'You speak', detected: 'detected', answers: 'Answers', aloud: 'aloud', inWriting: 'in writing',
    noiseReduction: 'Noise reduction', off: 'off', nearField: 'near the microphone', farField: 'far from it',
    turns: 'Turns', turnDetection: 'Who ends your turn', pushToTalk: 'you (push to talk)', interrupt: 'Speaking interrupts the answer',
    behaviour: 'Behaviour', instructions: 'Instructions', instructionsHint: 'empty: the server’s own', tools: 'Tools (JSON)', toolsExample: 'Put in the two examples', apply: 'Apply',
    filter: 'Filter', showAudio: 'audio', pause: 'Pause', resume: 'Resume', clear: 'Clear', save: 'Save', load: 'Load', copy: 'Copy', copied: 'Copied',
    eventCount: (shown, all) => `${shown} of ${all} events`, loaded: (name, count) => `${name}: ${count} events`,
    latencyHint: 'From your last word to the first sound of the answer, turn by turn.', turn: (n) => `Turn ${n}`, median: 'median', slow: 'p95', noTurns: 'No spoken turn yet.',
    stages: ['closing silence', 'transcription', 'first words', 'voice', 'network'],
    closed: 'Not connected', open: 'Connected', hearing: 'Hearing you', speaking: 'Speaking', failed: 'Failed',
    spokenPending: '…', callResult: 'Result of', toolMissing: (name) => `This page has no tool named ${name}: type what it returns.`,
    noMicrophone: 'The microphone cannot be used: allow it in the browser, or type. (%)', insecure: 'Browsers give pages the microphone only at localhost or over https: open https://…:8443.',
    lost: 'The connection was lost. (%)', refused: 'The server refused the connection: %', toolsFault: 'The tools are no JSON list: %', fileFault: 'Line % is no JSON.',
    callFailed: 'The call could not be set up: %', heardUntil: 'heard until here',
  },
  zh: {
    status: '服务器状态', language: '语言', conversation: '对话', you: '你', assistant: '助手',
    welcome: '按下按钮，开始说话。一切都留在运行本服务器的机器上。',
    start: '开始说话', connecting: '连接中…', end: '结束', mute: '静音', unmute: '取消静音', stopAnswer: '停止回答',
    hold: '按住说话（空格）', release: '松开发送', typeHere: '或在此输入', send: '发送', attachImage: '添加图片',
    tabSession: '会话', tabEvents: '事件', tabLatency: '延迟', tabCode: '代码',
    connection: '连接', transport: '传输', model: '模型', apiKey: 'API 密钥', apiKeyHint: '仅当服务器要求时',
    speech: '语音', voice: '声音', speed: '语速', spokenLanguage: '你说的语言', detected: '自动检测', answers: '回答', aloud: '朗读', inWriting: '文字',
    noiseReduction: '降噪', off: '关闭', nearField: '靠近麦克风', farField: '远离麦克风',
    turns: '轮次', turnDetection: '谁结束你的发言', pushToTalk: '你自己（按键说话）', interrupt: '说话可打断回答',
    behaviour: '行为', instructions: '指令', instructionsHint: '留空：使用服务器自己的', tools: '工具（JSON）', toolsExample: '填入两个示例', apply: '应用',
    filter: '筛选', showAudio: '音频', pause: '暂停', resume: '继续', clear: '清空', save: '保存', load: '加载', copy: '复制', copied: '已复制',
    eventCount: (shown, all) => `${all} 个事件中的 ${shown} 个`, loaded: (name, count) => `${name}：${count} 个事件`,
    latencyHint: '从你的最后一个字到回答的第一个声音，逐轮显示。', turn: (n) => `第 ${n} 轮`, median: '中位数', slow: 'p95', noTurns: '还没有语音轮次。',
    stages: ['结尾静音', '转写', '首个词语', '合成语音', '网络'],
    closed: '未连接', open: '已连接', hearing: '正在听', speaking: '正在说', failed: '失败',
    spokenPending: '…', callResult: '结果：', toolMissing: (name) => `本页没有名为 ${name} 的工具：请输入它的返回值。`,
    noMicrophone: '无法使用麦克风：请在浏览器中允许，或改用文字。（%）', insecure: '浏览器只在 localhost 或 https 页面提供麦克风：请打开 https://…:8443。',
    lost: '连接已断开。（%）', refused: '服务器拒绝了连接：%', toolsFault: '工具不是 JSON 列表：%', fileFault: '第 % 行不是 JSON。',
    callFailed: '无法建立通话：%', heardUntil: '听到此处',
  },
};

let current = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

/** The words for a key; % stands for what is given. */
export const say = (key, value) => {
  const word = words[current][key] ?? words.en[key] ?? key;
  return typeof word === 'string' && value !== undefined ? word.replace('%', value) : word;
};

export const language = () => current;

/** Writes the page's words into it. */
export function speak(code = current) {
  current = code in words ? code : 'en';
  localStorage.setItem('language', current);
  document.documentElement.lang = current;
  for (const element of document.querySelectorAll('[data-i18n]')) element.textContent = say(element.dataset.i18n);
  for (const element of document.querySelectorAll('[data-i18n-placeholder]')) element.placeholder = say(element.dataset.i18nPlaceholder);
  for (const element of document.querySelectorAll('[data-i18n-title]')) element.title = say(element.dataset.i18nTitle);
}
