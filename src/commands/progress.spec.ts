import { Progress } from './progress';

class TestScreen {
  readonly written: string[] = [];
  constructor(readonly isTTY?: boolean) {}
  write(text: string): void {
    this.written.push(text);
  }
}

describe('progress', () => {
  it('is one line of a terminal, written over and taken away', () => {
    const screen = new TestScreen(true);
    const progress = new Progress(screen);
    const reach = progress.of('book');
    reach(1_000n, 3_000n);
    // Too soon after the line before.
    reach(2_000n, 3_000n);
    reach(3_000n, 3_000n);
    progress.during('2024-03');
    progress.clear();
    progress.clear();
    expect(screen.written).toEqual([
      '\r\u001b[Kbook 1000/3000',
      '\r\u001b[Kbook 3000/3000',
      '\r\u001b[K2024-03 …',
      '\r\u001b[K',
    ]);
  });

  it.each([false, undefined])('writes nothing where there is no terminal', (isTTY) => {
    const screen = new TestScreen(isTTY);
    const progress = new Progress(screen);
    progress.of('book')(1, 1);
    progress.during('2024-03');
    progress.clear();
    expect(screen.written).toEqual([]);
  });
});
