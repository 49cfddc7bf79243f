/** Where progress is shown: standard error, and only when somebody looks at it. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Takes how far a long work is: how many of how many. */
export type Reach = (done: bigint | number, total: bigint | number) => void;

const NOT_OFTENER_MS = 100;
const WIPE = '\r\u001b[K';

/** One line that says how far a command is, written over itself; nothing where there is no terminal. */
export class Progress {
  private shownAt = -Infinity;
  private isShown = false;

  constructor(private readonly screen: Screen = process.stderr) {}

  /** How far the work on something is told. @param what a book, the trail, a month */
  of(what: string): Reach {
    return (done, total) => {
      const now = performance.now();
      if (now - this.shownAt < NOT_OFTENER_MS && done !== total) return;
      this.shownAt = now;
      this.show(`${what} ${String(done)}/${String(total)}`);
    };
  }

  /** Something is at work that cannot tell how far it is. */
  during(what: string): void {
    this.show(`${what} …`);
  }

  /** Takes the line away, before anything else is written. */
  clear(): void {
    if (!this.isShown) return;
    this.isShown = false;
    this.screen.write(WIPE);
  }

  private show(text: string): void {
    if (this.screen.isTTY !== true) return;
    this.isShown = true;
    this.screen.write(`${WIPE}${text}`);
  }
}

/** Runs a work with its progress shown, and leaves no line behind. */
export async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = new Progress();
  try {
    return await work(progress);
  } finally {
    progress.clear();
  }
}
