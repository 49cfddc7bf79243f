const FORMAT = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Asia/Shanghai',
});

/** A moment as clocks in China show it: `2026-11-23 09:30`. */
export function Instant({ at }: { readonly at: string }) {
  return (
    <time className="instant" dateTime={at}>
      {FORMAT.format(Date.parse(at))}
    </time>
  );
}
