/** The part of Electron's WebFrameMain that tells who speaks. */
export interface SenderFrame {
  readonly url: string;
}

/**
 * True only for the main frame of our own window while it shows our own page. A null frame (gone or navigated away) and
 * sub-frames are refused.
 */
export function isTrustedSender(
  sender: SenderFrame | null,
  mainFrame: SenderFrame | null,
  origin: string,
): boolean {
  if (sender === null || mainFrame === null || sender !== mainFrame) return false;
  const url = URL.canParse(sender.url) ? new URL(sender.url) : null;
  // `URL.origin` is "null" for schemes of our own.
  return url !== null && `${url.protocol}//${url.host}` === origin;
}
