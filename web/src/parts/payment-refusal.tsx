import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api';
import type { PaymentResult } from '../api-types';
import { ProblemNotice } from './problem-notice';

interface Recorded {
  readonly result: PaymentResult;
  readonly on: string;
  readonly bankReference: string | null;
}

/** What a refusal rests on, in words. */
function factsOf(t: TFunction, problem: Problem): string[] {
  const { item, payable, earliest, latest, recorded, reasons } = problem as Problem & {
    readonly item?: string;
    readonly payable?: string;
    readonly earliest?: string;
    readonly latest?: string;
    readonly recorded?: Recorded;
    readonly reasons?: readonly string[];
  };
  return [
    ...(item === undefined ? [] : [t('payment.meant', { item })]),
    ...(payable === undefined ? [] : [t('payment.payableNow', { amount: payable })]),
    ...(earliest === undefined ? [] : [t('payment.days', { earliest, latest })]),
    ...(recorded === undefined
      ? []
      : [
          t('payment.recordedAs', {
            result: t(`payment.stateOf.${recorded.result}`),
            on: recorded.on,
            reference: recorded.bankReference ?? '–',
          }),
        ]),
    ...(reasons ?? []).map((reason) => t(`organization.reasonOf.${reason as 'uscc_invalid'}`)),
  ];
}

/** A refusal about payments, with the cost that is meant and the figures that it rests on. */
export function PaymentRefusal({ problem }: { readonly problem: Problem | undefined }) {
  const { t } = useTranslation();
  if (problem === undefined) return null;
  const detail = [problem.detail, ...factsOf(t, problem)].join(' ');
  return <ProblemNotice problem={{ ...problem, detail }} />;
}
