/** Why the Gateway API cannot listen, in a sentence for the window, the tray and the log. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(
    readonly code: 'port_in_use' | 'port_not_allowed' | 'not_listening',
    readonly port: number,
    message: string,
  ) {
    super(message);
  }

  static from(error: unknown, port: number): ListenError {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EADDRINUSE') {
      return new ListenError(
        'port_in_use',
        port,
        `Port ${port} is in use by another program. Quit it, or start SpiderGate with --port and another number.`,
      );
    }
    if (code === 'EACCES') {
      return new ListenError(
        'port_not_allowed',
        port,
        `Port ${port} needs administrator rights. Choose one above 1023.`,
      );
    }
    return new ListenError(
      'not_listening',
      port,
      `SpiderGate cannot listen on port ${port} (${String(code ?? 'unknown reason')}).`,
    );
  }
}
