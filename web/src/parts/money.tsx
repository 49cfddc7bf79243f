import { withThousands } from './amount';

/** An amount of yuan in a column: `1,234.56`; nothing where there is none. */
export function Money({ amount }: { readonly amount: string | null }) {
  return <span className="money">{amount === null ? '' : withThousands(amount)}</span>;
}
