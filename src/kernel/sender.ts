/** A socket's outgoing messages, in order. */
export class Sender {
  #waiting: Buffer[][] = [];

  constructor(private readonly socket: { send(frames: Buffer[]): Promise<void> }) {}

  /**
   * Sends at once, also in the middle of synchronous code. While the socket is busy with a message
   * that could not leave (zeromq then throws), messages wait.
   */
  send(frames: Buffer[]): void {
    if (this.#waiting.length === 0 && this.#trySend(frames)) return;
    this.#waiting.push(frames);
    if (this.#waiting.length === 1) setImmediate(() => this.#drain());
  }

  /** Resolves when nothing waits. */
  async drained(): Promise<void> {
    while (this.#waiting.length) await new Promise((resolve) => setImmediate(resolve));
  }

  #drain(): void {
    let sent = 0;
    while (sent < this.#waiting.length && this.#trySend(this.#waiting[sent]!)) sent++;
    this.#waiting.splice(0, sent);
    if (this.#waiting.length) setImmediate(() => this.#drain());
  }

  #trySend(frames: Buffer[]): boolean {
    try {
      this.socket.send(frames).catch(() => undefined); // closed meanwhile
      return true;
    } catch {
      return false;
    }
  }
}
