import * as fc from 'fast-check';
import { sqlState } from '../../src/platform/database/transaction';
import { Dice } from '../support/dice';
import { auditBook, type TestLedger } from '../support/ledger';
import { sized } from '../support/reliability';
import { HOLD_KINDS } from './hold-kinds';
import type { Kind } from './kind';
import type { Call } from './ledger';
import { MONTH_KINDS } from './month-kinds';
import { Oracle } from './oracle';
import { POSTING_KINDS } from './posting-kinds';
import { QUERY_KINDS } from './query-kinds';
import { REQUEST_KINDS } from './request-kinds';
import { type OwnersHand, System } from './system';
import { Tally } from './tally';

export const MOST_COMMANDS = 40;
/** One place in so many of a history stays empty. */
const EMPTY_PLACES = sized(3, 20);
/** How many histories may be played to make a failing one smaller. */
const MOST_SHRINKS = 200;

const KINDS: Readonly<Record<string, Kind>> = {
  ...REQUEST_KINDS,
  ...HOLD_KINDS,
  ...POSTING_KINDS,
  ...MONTH_KINDS,
  ...QUERY_KINDS,
};

/** A kind, and the number that all its choices are drawn from. */
interface Command {
  readonly kind: string;
  readonly roll: number;
}

const command: fc.Arbitrary<Command> = fc.record(
  {
    kind: fc.oneof(
      ...Object.entries(KINDS).map(([name, { weight }]) => ({
        weight,
        arbitrary: fc.constant(name),
      })),
    ),
    roll: fc.nat(),
  },
  { noNullPrototype: true },
);

/**
 * What may happen to two books: at most 40 commands. Gaps rather than shorter lists, so that most
 * histories are long, and a failing one can still be cut down to the few commands that matter.
 */
export const histories: fc.Arbitrary<Command[]> = fc
  .array(fc.option(command, { freq: EMPTY_PLACES }), {
    minLength: MOST_COMMANDS,
    maxLength: MOST_COMMANDS,
    size: 'max',
  })
  .map((places) => places.filter((place) => place !== null));

export const newTally = (): Tally => new Tally(Object.keys(KINDS));

type Answer = { readonly refused: string } | { readonly answer: unknown };

/** The code of a refusal; of one that the kernel raises as a defect of its caller, its name. */
function codeOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code !== 'string') throw error;
  return sqlState(error)?.startsWith('LG') === true ? (message ?? '') : code;
}

async function answerOf(ledger: object, [name, ...args]: Call): Promise<Answer> {
  const method = (ledger as Record<string, (...args: unknown[]) => unknown>)[name];
  try {
    return { answer: await method?.apply(ledger, args) };
  } catch (error) {
    return { refused: codeOf(error) };
  }
}

const textOf = (call: Call): string =>
  JSON.stringify(call, (_key, value: unknown) =>
    typeof value === 'bigint' ? `${String(value)}n` : value,
  );

/** The system on a database of its own, where histories follow each other. */
export class Stage {
  private played = 0;
  private shrinks = -1;

  constructor(
    private readonly ledger: TestLedger,
    private readonly asOwner: OwnersHand,
    private readonly tally: Tally,
  ) {}

  /** Plays a history in memory and on the database; throws where they say different things. */
  async play(commands: readonly Command[]): Promise<void> {
    if (this.shrinks >= MOST_SHRINKS) return;
    if (this.shrinks >= 0) this.shrinks += 1;
    this.played += 1;
    const oracle = new Oracle();
    const system = await System.open(this.ledger, this.asOwner, `model-${String(this.played)}`);
    const done: string[] = [];
    const ask = async (call: Call): Promise<Answer> => {
      done.push(textOf(call));
      const expected = await answerOf(oracle, call);
      expect(await answerOf(system, call)).toEqual(expected);
      return expected;
    };
    try {
      for (const { kind, roll } of commands) {
        const call = KINDS[kind]?.plan(new Dice(roll), oracle);
        if (call === undefined) continue;
        const answer = await ask(call);
        this.tally.count(kind, 'refused' in answer ? answer.refused : undefined);
      }
      for (const book of [0, 1] as const) {
        while (oracle.books[book].ready().length > 0) await ask(['drainBatch', book]);
      }
      await this.compareBooks(oracle, system);
    } catch (error) {
      this.shrinks = Math.max(this.shrinks, 0);
      const { message } = error as Error;
      throw new Error(`${message}\nThe calls up to there:\n${done.join('\n')}`, { cause: error });
    } finally {
      await system.forget();
    }
    this.tally.countHistory(
      commands.length,
      oracle.requests.map(({ status, failures }) =>
        status === 'failed' ? failures.join(' or ') : status,
      ),
    );
  }

  private async compareBooks(oracle: Oracle, system: System): Promise<void> {
    for (const index of [0, 1] as const) {
      const expected = oracle.books[index];
      const { picture, failures } = await system.picture(index);
      expect(picture).toEqual(expected.picture());
      for (const [place, { failures: possible }] of expected.requests.entries()) {
        expect(possible.length === 0 ? [null] : possible).toContain(failures[place]);
      }
      expect(await system.isWhole(index)).toBe(true);
      expect(await auditBook(this.ledger, system.books[index])).toEqual([]);
    }
  }
}
