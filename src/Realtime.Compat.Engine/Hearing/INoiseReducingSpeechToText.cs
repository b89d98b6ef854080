namespace Realtime.Compat.Engine.Hearing;

/// <summary>
/// A speech-to-text client that takes noise out itself, or has its server do so: told by the additional property <c>noise_reduction</c>, which is
/// <c>near_field</c> or <c>far_field</c>, it gets the audio as the microphone heard it. A session asks for it by <c>GetService</c>; for any other client
/// the session takes the noise out.
/// </summary>
public interface INoiseReducingSpeechToText;
