const FORMAT = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Asia/Shanghai',
});

/** The day of a moment in China, wherever the reader is: `2026-11-23`. */
export const dayOf = (at: string): string => FORMAT.format(Date.parse(at)).slice(0, 10);

/** Which day it is in China. */
export const today = (): string => FORMAT.format(Date.now()).slice(0, 10);

/** A moment as clocks in China show it: `2026-11-23 09:30`. */
export function Instant({ at }: { readonly at: string }) {
  return (
    <time className="instant" dateTime={at}>
      {FORMAT.format(Date.parse(at))}
    </time>
  );
}
