import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { FittingResolution, Page, Policies } from '../api-types';
import type { PlanDetail } from '../damage-types';
import { isAtMost, parseAmount, withThousands } from '../parts/amount';
import { type Matter, matterOf } from './matters';

/** Enough for a choice; what is older is found by making the request fit it. */
const MOST = '200';

interface Props {
  readonly kind: string;
  readonly book: string | null;
  /** What the form began with; what it has no field for is not among its values. */
  readonly content: object;
  /** The request that is revised; it may rest on a resolution already. */
  readonly request?: string;
}

/** The resolution of a joint meeting that a request rests on, among those that fit what is typed. */
export function ResolutionField({ kind, book, content, request }: Props) {
  const form = Form.useFormInstance();
  const typed = Form.useWatch([], form) as object | undefined;
  const values = { ...content, ...typed };
  const ofPlan = useChangedPlan(kind, values);
  const matter = ofPlan ?? matterOf(kind, values, book);
  if (matter === undefined) return null;
  return <Choice kind={kind} matter={matter} {...(request !== undefined && { request })} />;
}

/** What a change of a plan is about: raised, it wants a resolution for that plan. */
function useChangedPlan(
  kind: string,
  values: { readonly plan?: string; readonly amount?: string },
): Matter | undefined {
  const isChange = kind === 'restoration_plan_change';
  const { plan = '', amount: typed = '' } = values;
  const { data } = useQuery({
    queryKey: ['restoration-plan', plan],
    queryFn: () =>
      call<PlanDetail>({ path: `/api/v1/restoration-plans/${encodeURIComponent(plan)}` }),
    enabled: isChange && plan !== '',
  });
  const amount = parseAmount(typed);
  if (!isChange || data === undefined || amount === undefined) return undefined;
  return {
    amount,
    always: !isAtMost(amount, data.amount),
    subject: `restoration_plan/${data.case}/${data.number}`,
  };
}

/** Whether the bureau's tiers want a resolution for the amount, or reach it not at all. */
function useDemand({
  amount,
  byAmount = false,
  always = false,
}: Matter): 'none' | 'required' | 'above' {
  const { data } = useQuery({
    queryKey: ['policies'],
    queryFn: ({ signal }) => call<Policies>({ path: '/api/v1/policies', signal }),
    enabled: byAmount,
  });
  const tiers = data?.inForce.find((policy) => policy.name === 'approval_tiers')?.value;
  if (always) return 'required';
  if (!byAmount || amount === undefined || tiers === undefined) return 'none';
  const tier = tiers.find(({ upTo }) => isAtMost(amount, upTo));
  if (tier === undefined) return 'above';
  return tier.resolution ? 'required' : 'none';
}

interface ChoiceProps {
  readonly kind: string;
  readonly matter: Matter;
  readonly request?: string;
}

function Choice({ kind, matter, request }: ChoiceProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const chosen = Form.useWatch<string | undefined>('resolution', form);
  const demand = useDemand(matter);
  const { subject, amount, byAmount = false } = matter;
  const query = new URLSearchParams({ kind, limit: MOST, ...(subject && { subject }) });
  if (amount !== undefined) query.set('amount', amount);
  if (request !== undefined) query.set('request', request);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['list', 'resolutions', query.toString()],
    queryFn: ({ signal }) =>
      call<Page<FittingResolution>>({
        path: `/api/v1/meetings/resolutions?${query.toString()}`,
        signal,
      }),
    placeholderData: keepPreviousData,
    enabled: !byAmount || amount !== undefined,
  });
  const items = data?.items ?? [];
  const isGone =
    data !== undefined &&
    !isPlaceholderData &&
    chosen !== undefined &&
    items.every(({ id }) => id !== chosen);
  useEffect(() => {
    // What was chosen does not carry what is typed by now.
    if (isGone) form.setFieldValue('resolution', undefined);
  }, [isGone, form]);
  const isEmpty = data !== undefined && items.length === 0;
  const hint = {
    none: t('resolution.optional'),
    required: t(isEmpty ? 'resolution.requiredButNone' : 'resolution.required'),
    above: t('resolution.above'),
  }[demand];
  return (
    <Form.Item
      name="resolution"
      label={t('content.resolution')}
      extra={<span aria-live="polite">{hint}</span>}
      hidden={demand === 'none' && items.length === 0}
      rules={[...(demand === 'required' ? [{ required: true, message: t('field.required') }] : [])]}
    >
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        options={items.map(({ id, number, amount: most, meeting }) => ({
          value: id,
          label: [
            number,
            meeting.title,
            meeting.heldOn,
            ...(most === null ? [] : [`≤ ${withThousands(most)}`]),
          ].join(' · '),
        }))}
      />
    </Form.Item>
  );
}
