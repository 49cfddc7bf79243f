import { apportion, type Fen, formatYuan, ratioWeights } from '../money';
import type { Explained } from './explanation';

/**
 * What environmental damage compensation may be used for (专款专用); everything else is refused,
 * awards and advances first of all.
 * Source: 法释〔2015〕1号 art 24(1); 财资环〔2020〕6号; 吉环法字〔2015〕4号 三(二).
 */
export const PERMITTED_USES = [
  'removal_or_control_of_pollution',
  'restoration_plan_and_works',
  'substitute_restoration',
  'monitoring_and_supervision',
  'acceptance_and_effect_evaluation',
  'investigation_appraisal_assessment',
  'other_restoration_at_place_of_damage',
] as const;
export type PermittedUse = (typeof PERMITTED_USES)[number];

/** Whether damage compensation may be spent on a purpose. Source: as {@link PERMITTED_USES}. */
export function isPermittedUse(purpose: string): purpose is PermittedUse {
  return PERMITTED_USES.some((use) => use === purpose);
}

/**
 * Within so many working days of its receipt, damage compensation is paid into the treasury.
 * Source: measure of Anhui (revised 2024), taken as the bureau's default; 预算法 arts 56, 63 want it in full.
 */
export const REMIT_WITHIN_WORKING_DAYS = 15;

/** Ratios of the milestone payments of a restoration plan. Source: default of the bureau. */
export const DEFAULT_MILESTONE_RATIOS: readonly string[] = ['0.30', '0.40', '0.20', '0.10'];

/**
 * Splits the amount of a restoration plan over its milestones, in fen, by largest remainder, ties to
 * the earlier milestone; the milestones add up to the plan, whatever the ratios add up to.
 * Source: default of the bureau.
 * @throws RangeError when the plan is negative, a ratio is no plain decimal, or no ratio is above zero.
 */
export function milestoneAmounts(plan: Fen, ratios: readonly string[]): Explained<readonly Fen[]> {
  const value = apportion(plan, ratioWeights(ratios));
  return {
    value,
    explanation: {
      rule: 'milestones',
      ruleVersion: 'casefile/1',
      articles: ['default'],
      inputs: { plan: formatYuan(plan), ratios },
      steps: [
        {
          what: `${formatYuan(plan)} by ratios ${ratios.join(' : ')}, largest remainder`,
          gives: value.map(formatYuan).join(', '),
        },
      ],
    },
  };
}
