import type { ExplanationStep } from '../law';

const AMOUNT = '([0-9]+\\.[0-9]+)';
const OUTCOMES: Readonly<Record<string, string>> = {
  win: '胜诉',
  partial_win: '部分胜诉',
  mediation: '调解',
  loss: '败诉',
  dismissed: '驳回',
  injunction_only_win: '仅判令停止侵害',
  withdrawn_claims_realized: '诉求实现后撤诉',
};
const POOLS: Readonly<Record<string, string>> = {
  'sanction quota': '制裁提取额度',
  'award fund': '奖励基金',
};

type Wording = readonly [pattern: RegExp, words: (...found: string[]) => string];

const outcome = (name: string): string => OUTCOMES[name] ?? name;

/** How a step of the rule reads in Chinese; its figures stay as they are. */
const WORDINGS: readonly Wording[] = [
  [
    new RegExp(`^sanction paid ${AMOUNT}, grade ([123]) × (.+) %$`),
    (paid, grade, rate) => `被告已缴纳制裁款 ${paid} 元，${grade} 级 × ${rate} %`,
  ],
  [
    new RegExp(`^sanction part ${AMOUNT}, rounded half up, at most ${AMOUNT}$`),
    (part, cap) => `制裁提取部分 ${part} 元，四舍五入，不超过 ${cap} 元`,
  ],
  [/^no sanction part, because the factor is 0$/, () => '结案系数为 0，无制裁提取部分'],
  [
    new RegExp(`^${AMOUNT} over ${AMOUNT} × (.+) ‰$`),
    (inside, over, rate) => `超过 ${over} 元的部分 ${inside} 元 × ${rate} ‰`,
  ],
  [
    new RegExp(
      `^${AMOUNT} × factor ${AMOUNT} ÷ ${AMOUNT}, at most 1(.*) \\((\\w+)\\), rounded half up$`,
    ),
    (banded, ordered, claimed, times, how) =>
      `${banded} 元 × 结案系数 ${ordered} ÷ ${claimed}（不超过 1）${times}（${outcome(how)}），四舍五入`,
  ],
  [
    new RegExp(`^${AMOUNT} × factor ([0-9.]+) \\((\\w+)\\), rounded half up$`),
    (banded, factor, how) => `${banded} 元 × 结案系数 ${factor}（${outcome(how)}），四舍五入`,
  ],
  [
    new RegExp(`^at least ${AMOUNT}, at most ${AMOUNT}$`),
    (floor, cap) => `不低于 ${floor} 元，不超过 ${cap} 元`,
  ],
  [
    new RegExp(`^fixed for (\\w+)(?:, at most ${AMOUNT})?$`),
    (how, cap = '') => `${outcome(how)}的定额${cap === '' ? '' : `，不超过 ${cap} 元`}`,
  ],
  [
    new RegExp(
      `^${AMOUNT} of the (sanction quota|award fund) first, then ${AMOUNT} of the (sanction quota|award fund), together at most ${AMOUNT}$`,
    ),
    (first, pool, then, other, cap) =>
      `先从${POOLS[pool] ?? ''} ${first} 元，再从${POOLS[other] ?? ''} ${then} 元，合计不超过 ${cap} 元`,
  ],
  [
    new RegExp(`^${AMOUNT} by shares (.+), largest remainder$`),
    (total, ratios) => `${total} 元按 ${ratios} 分配，尾差按最大余数`,
  ],
];

/** A step of a computation in Chinese; as it is where there are no words for it. */
export function stepInChinese({ what, gives }: ExplanationStep): ExplanationStep {
  for (const [pattern, words] of WORDINGS) {
    const found = pattern.exec(what);
    if (found !== null) return { what: words(...found.slice(1)), gives };
  }
  return { what, gives };
}
