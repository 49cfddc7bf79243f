import { divideHalfUp, fen, type Fen, formatYuan, minFen, ZERO_FEN } from '../money';
import type { Explained, ExplanationStep } from './explanation';
import {
  assertNotNegative,
  type Band,
  bandsFrom,
  formatMilliFen,
  takeByBands,
  yuan,
} from './progressive-bands';

const RULE_VERSION = '2007-04-01';

interface Tariff {
  readonly flat: Fen;
  readonly bands: readonly Band[];
}

const ACCEPTANCE: Tariff = {
  flat: yuan(50n),
  bands: bandsFrom(10_000n, [
    [100_000n, 25n],
    [200_000n, 20n],
    [500_000n, 15n],
    [1_000_000n, 10n],
    [2_000_000n, 9n],
    [5_000_000n, 8n],
    [10_000_000n, 7n],
    [20_000_000n, 6n],
    [null, 5n],
  ]),
};

const ENFORCEMENT: Tariff = {
  flat: yuan(50n),
  bands: bandsFrom(10_000n, [
    [500_000n, 15n],
    [5_000_000n, 10n],
    [10_000_000n, 5n],
    [null, 1n],
  ]),
};

const PRESERVATION: Tariff = {
  flat: yuan(30n),
  bands: bandsFrom(1_000n, [
    [100_000n, 10n],
    [null, 5n],
  ]),
};

const PRESERVATION_CAP = yuan(5_000n);

/**
 * Acceptance fee (案件受理费) of a property case on the amount claimed, in fen, rounded half up once.
 * The fee that the court ordered is a fact and may be in whole yuan; this is the check on it.
 * Source: 诉讼费用交纳办法(国务院令481号) art 13(1).
 * @throws RangeError when the claim is negative.
 */
export function acceptanceFee(claim: Fen): Explained<Fen> {
  const exact = exactFee('claim', claim, ACCEPTANCE);
  const value = fen(divideHalfUp(exact.milliFen, 1000n));
  return explained('acceptance-fee', ['art 13(1)'], { claim }, value, [
    ...exact.steps,
    { what: `${formatMilliFen(exact.milliFen)} rounded half up`, gives: formatYuan(value) },
  ]);
}

/**
 * Half the acceptance fee, as after mediation, withdrawal or summary procedure, in fen: half of the
 * exact fee, rounded half up once (not half of the rounded fee).
 * Source: 诉讼费用交纳办法 arts 13(1), 15, 16; halved only once, 法释〔2022〕11号 art 206.
 * @throws RangeError when the claim is negative.
 */
export function halfAcceptanceFee(claim: Fen): Explained<Fen> {
  const exact = exactFee('claim', claim, ACCEPTANCE);
  const value = fen(divideHalfUp(exact.milliFen, 2000n));
  return explained('half-acceptance-fee', ['art 13(1)', 'art 15', 'art 16'], { claim }, value, [
    ...exact.steps,
    { what: `${formatMilliFen(exact.milliFen)} ÷ 2 rounded half up`, gives: formatYuan(value) },
  ]);
}

/**
 * Fee for enforcement (执行申请费) on the amount to be enforced, in fen, rounded half up once.
 * Borne by the executed party and never prepaid.
 * Source: 诉讼费用交纳办法 art 14(1), arts 20, 38.
 * @throws RangeError when the amount is negative.
 */
export function enforcementFee(amount: Fen): Explained<Fen> {
  const exact = exactFee('amount', amount, ENFORCEMENT);
  const value = fen(divideHalfUp(exact.milliFen, 1000n));
  return explained('enforcement-fee', ['art 14(1)'], { amount }, value, [
    ...exact.steps,
    { what: `${formatMilliFen(exact.milliFen)} rounded half up`, gives: formatYuan(value) },
  ]);
}

/**
 * Fee for preservation of property (保全申请费) on the amount preserved, in fen, rounded half up once,
 * at most 5,000 yuan. Source: 诉讼费用交纳办法 art 14(2).
 * @throws RangeError when the amount is negative.
 */
export function preservationFee(amount: Fen): Explained<Fen> {
  const exact = exactFee('amount', amount, PRESERVATION);
  const uncapped = fen(divideHalfUp(exact.milliFen, 1000n));
  const value = minFen(uncapped, PRESERVATION_CAP);
  return explained('preservation-fee', ['art 14(2)'], { amount }, value, [
    ...exact.steps,
    { what: `${formatMilliFen(exact.milliFen)} rounded half up`, gives: formatYuan(uncapped) },
    { what: `at most ${formatYuan(PRESERVATION_CAP)}`, gives: formatYuan(value) },
  ]);
}

function exactFee(
  name: string,
  amount: Fen,
  tariff: Tariff,
): { milliFen: bigint; steps: readonly ExplanationStep[] } {
  assertNotNegative(name, amount);
  const { over } = tariff.bands[0] ?? { over: ZERO_FEN };
  const banded = takeByBands(amount, tariff.bands);
  return {
    milliFen: tariff.flat * 1000n + banded.milliFen,
    steps: [
      { what: `flat up to ${formatYuan(over)}`, gives: formatYuan(tariff.flat) },
      ...banded.steps,
    ],
  };
}

function explained(
  rule: string,
  articles: readonly string[],
  inputs: Readonly<Record<string, Fen>>,
  value: Fen,
  steps: readonly ExplanationStep[],
): Explained<Fen> {
  return {
    value,
    explanation: {
      rule,
      ruleVersion: RULE_VERSION,
      articles: articles.map((article) => `诉讼费用交纳办法(国务院令481号) ${article}`),
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([name, amount]) => [name, formatYuan(amount)]),
      ),
      steps,
    },
  };
}
