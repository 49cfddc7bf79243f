import { addYears, businessDate, type BusinessDate, yearOf } from '../calendar';
import { checkCreditCode, isRegisteredHighEnough, type OrganizationKind } from './credit-code';
import type { Explained, ExplanationStep } from './explanation';

/** What the file of an organization says on the day of filing. */
export interface OrganizationFacts {
  readonly kind: OrganizationKind;
  readonly uscc: string;
  /** Region of the registrar where it has moved; overrides the region in the code. */
  readonly registrarRegion?: string;
  readonly registeredOn: BusinessDate;
  /** Start of earlier work of the same kind, before registration. */
  readonly activeSince?: BusinessDate;
  /** Years for which an annual work or inspection report is on file. */
  readonly annualReports: readonly number[];
  readonly cleanRecordStatementOn: BusinessDate | null;
  /** The interest sued for is related to purpose and main business in the charter. */
  readonly charterRelated: boolean;
  readonly penalties: readonly {
    readonly decidedOn: BusinessDate;
    readonly cause: 'business' | 'other';
  }[];
  /** Who has reviewed the soft reasons and let the organization pass. */
  readonly reviewedBy?: string;
}

export type QualificationStatus = 'eligible' | 'manual_review' | 'ineligible';

/** Verdict on an organization; `reasons` are codes, sorted, hard ones alone if there are any. */
export interface Qualification {
  readonly status: QualificationStatus;
  readonly reasons: readonly string[];
}

interface Reason {
  readonly code: string;
  readonly severity: 'hard' | 'soft';
  readonly source: string;
  readonly holds: boolean;
}

const FIVE_YEAR_RULE_FROM = businessDate('2015-01-01');
const YEARS = 5;

/**
 * Whether an organization may sue in the environmental public interest, as of the day of filing.
 * Cases filed before 2015-01-01 fall under rule version `pre2015`: code and level only.
 * Source: 环境保护法 art 58; 法释〔2015〕1号 arts 2-5, 8; that a penalty exactly five years old no
 * longer counts, and which reasons are left to a reviewer, are defaults of the bureau.
 */
export function qualify(
  facts: OrganizationFacts,
  filedOn: BusinessDate,
): Explained<{ status: QualificationStatus; reasons: readonly string[] }> {
  const pre2015 = filedOn < FIVE_YEAR_RULE_FROM;
  const reasons = pre2015
    ? codeAndLevelReasons(facts)
    : [
        ...codeAndLevelReasons(facts),
        ...activityReasons(facts, filedOn),
        ...recordReasons(facts, filedOn),
      ];
  const value = verdict(reasons, facts.reviewedBy !== undefined);
  return {
    value,
    explanation: {
      rule: 'qualification',
      ruleVersion: pre2015 ? 'pre2015' : '2015-01-01',
      articles: pre2015
        ? ['民事诉讼法(2012) art 55', 'default']
        : ['环境保护法 art 58', '法释〔2015〕1号 arts 2-5, 8', 'default'],
      inputs: {
        filedOn,
        kind: facts.kind,
        uscc: facts.uscc,
        registrarRegion: facts.registrarRegion ?? null,
        registeredOn: facts.registeredOn,
        activeSince: facts.activeSince ?? null,
        annualReports: facts.annualReports,
        cleanRecordStatementOn: facts.cleanRecordStatementOn,
        charterRelated: facts.charterRelated,
        penalties: facts.penalties.map(({ decidedOn, cause }) => ({ decidedOn, cause })),
        reviewedBy: facts.reviewedBy ?? null,
      },
      steps: [
        ...reasons.map(stepOf),
        { what: 'any hard reason, else any soft reason without a reviewer', gives: value.status },
      ],
    },
  };
}

function verdict(reasons: readonly Reason[], reviewed: boolean): Qualification {
  const codes = (severity: Reason['severity']) =>
    reasons
      .filter((reason) => reason.holds && reason.severity === severity)
      .map(({ code }) => code)
      .toSorted();
  const hard = codes('hard');
  if (hard.length > 0) return { status: 'ineligible', reasons: hard };
  const soft = codes('soft');
  return { status: soft.length > 0 && !reviewed ? 'manual_review' : 'eligible', reasons: soft };
}

function codeAndLevelReasons(facts: OrganizationFacts): Reason[] {
  const check = checkCreditCode(facts.uscc);
  const region = facts.registrarRegion ?? check.region ?? '';
  return [
    {
      code: 'uscc_invalid',
      severity: 'hard',
      source: `GB 32100-2015: ${check.code}`,
      holds: !check.valid,
    },
    {
      code: 'uscc_kind_mismatch',
      severity: 'hard',
      source: `GB 32100-2015: prefix of ${check.code} against ${facts.kind}`,
      // 其他 has no prefix of its own among 51, 52 and 53; it always goes to a reviewer instead.
      holds: check.valid && facts.kind !== 'other' && check.kind !== facts.kind,
    },
    {
      code: 'registered_below_prefecture',
      severity: 'hard',
      source: `法释〔2015〕1号 arts 2, 3: registrar in region ${region}`,
      holds: check.valid && !isRegisteredHighEnough(region),
    },
  ];
}

function activityReasons(facts: OrganizationFacts, filedOn: BusinessDate): Reason[] {
  const registeredLongEnough = addYears(facts.registeredOn, YEARS) <= filedOn;
  const activeLongEnough =
    facts.activeSince !== undefined && addYears(facts.activeSince, YEARS) <= filedOn;
  return [
    {
      code: 'active_less_than_five_years',
      severity: 'hard',
      source: `环境保护法 art 58: registered on ${facts.registeredOn}, five years before ${filedOn}`,
      holds: !registeredLongEnough && !activeLongEnough,
    },
    {
      code: 'earlier_activity_needs_review',
      severity: 'soft',
      source: `default: active since ${facts.activeSince ?? 'registration'}, before registration`,
      holds: !registeredLongEnough && activeLongEnough,
    },
    {
      code: 'kind_needs_review',
      severity: 'soft',
      source: `法释〔2015〕1号 art 2 (等); default: kind ${facts.kind}`,
      holds: facts.kind === 'other',
    },
  ];
}

function recordReasons(facts: OrganizationFacts, filedOn: BusinessDate): Reason[] {
  const missingReports = yearsBefore(filedOn).filter((year) => !facts.annualReports.includes(year));
  const statementOn = facts.cleanRecordStatementOn;
  return [
    {
      code: 'penalized_within_five_years',
      severity: 'hard',
      source: `法释〔2015〕1号 art 5: penalties for business activity in the five years to ${filedOn}`,
      holds: facts.penalties.some(
        ({ decidedOn, cause }) =>
          cause === 'business' && decidedOn <= filedOn && filedOn < addYears(decidedOn, YEARS),
      ),
    },
    {
      code: 'annual_reports_incomplete',
      severity: 'hard',
      source: `法释〔2015〕1号 art 8(3): reports missing [${missingReports.join(', ')}]`,
      holds: missingReports.length > 0,
    },
    {
      code: 'clean_record_statement_missing',
      severity: 'hard',
      source: `法释〔2015〕1号 art 8(3): statement of ${statementOn ?? 'no day'}`,
      holds: statementOn === null || statementOn > filedOn,
    },
    {
      code: 'charter_unrelated',
      severity: 'hard',
      source: '法释〔2015〕1号 art 4: charter and the interest sued for',
      holds: !facts.charterRelated,
    },
  ];
}

function yearsBefore(filedOn: BusinessDate): number[] {
  return Array.from({ length: YEARS }, (_, index) => yearOf(filedOn) - YEARS + index);
}

function stepOf(reason: Reason): ExplanationStep {
  return {
    what: `${reason.source} (${reason.severity})`,
    gives: reason.holds ? reason.code : 'no objection',
  };
}
