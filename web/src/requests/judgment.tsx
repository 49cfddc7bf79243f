import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { CaseDetail, CaseJudgments, CaseProcedure, Outcome, StepKind } from '../api-types';
import { AttachmentsField } from '../parts/attachments-field';
import { amountRule, TextField } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';
import type { FieldsProps } from './fields-props';
import { JudgmentChange } from './judgment-change';
import { JudgmentExtras } from './judgment-extras';
import { JudgmentItemFields } from './judgment-item';

/** Which steps of the procedure make a judgment effective, and the outcomes that each can have. */
const OUTCOMES: Partial<Record<StepKind, readonly Outcome[]>> = {
  judgment_final: ['win', 'partial_win', 'loss', 'injunction_only_win'],
  mediation_final: ['mediation'],
  withdrawn: ['withdrawn_claims_realized'],
  dismissed: ['dismissed'],
};

/** What is read of a case for a judgment in it. */
export function useCase(id: string) {
  const read = <T,>(part: string) => ({
    queryKey: ['case', id, ...(part === '' ? [] : [part])],
    queryFn: () => call<T>({ path: `/api/v1/cases/${id}${part === '' ? '' : `/${part}`}` }),
    enabled: id !== '',
  });
  return {
    detail: useQuery(read<CaseDetail>('')).data,
    procedure: useQuery(read<CaseProcedure>('procedure')).data,
    judgments: useQuery(read<CaseJudgments>('judgments')).data,
  };
}

/** A judgment as it stands on the paper: what made it effective, its outcome, and order by order. */
export function JudgmentFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const id = (Form.useWatch('case', { form, preserve: true }) ?? '') as string;
  const { detail, procedure, judgments } = useCase(id);
  return (
    <>
      <Form.Item name="case" hidden noStyle children={<input type="hidden" />} />
      <HeadFields procedure={procedure} />
      <Form.List name="items">
        {(fields, { add, remove }) => (
          <section aria-label={t('content.judgmentItems')}>
            <h3>{t('content.judgmentItems')}</h3>
            {fields.map(({ key, name }) => (
              <JudgmentItemFields
                key={key}
                at={name}
                of={detail}
                onRemove={() => {
                  remove(name);
                }}
              />
            ))}
            <Button
              type="dashed"
              onClick={() => {
                add({ liability: { mode: 'sole', debtors: [{}] }, interest: true });
              }}
            >
              {t('case.addItem')}
            </Button>
          </section>
        )}
      </Form.List>
      <JudgmentExtras of={detail} />
      <AttachmentsField book={book ?? ''} name={['documents']} label={t('case.documents')} />
      <JudgmentChange judgments={judgments} />
    </>
  );
}

interface HeadProps {
  readonly procedure: CaseProcedure | undefined;
}

function HeadFields({ procedure }: HeadProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const chosen = Form.useWatch('step', form) as string | undefined;
  const outcome = Form.useWatch('outcome', form) as Outcome | undefined;
  const required = { required: true, message: t('field.required') };
  const steps = (procedure?.steps ?? []).filter(
    ({ kind, isRevoked }) => OUTCOMES[kind] !== undefined && !isRevoked,
  );
  const kind = steps.find((step) => step.id === chosen)?.kind;
  return (
    <div className="form-grid">
      <Form.Item name="step" label={t('case.step')} rules={[required]}>
        <Select
          options={steps.map((step) => ({
            value: step.id,
            label: `${step.on} ${t(`case.stepOf.${step.kind}`)}`,
          }))}
          onChange={() => {
            form.setFieldsValue({ outcome: undefined, claimed: undefined });
          }}
        />
      </Form.Item>
      <TextField name="ref" label={t('content.judgmentRef')} longest={100} />
      <Form.Item name="outcome" label={t('content.outcome')} rules={[required]}>
        <Select
          options={((kind && OUTCOMES[kind]) ?? []).map((value) => ({
            value,
            label: t(`case.outcomeOf.${value}`),
          }))}
        />
      </Form.Item>
      {outcome === 'partial_win' && (
        <Form.Item
          name="claimed"
          label={t('content.claimed')}
          rules={[required, amountRule(t('field.amount'))]}
        >
          <MoneyInput />
        </Form.Item>
      )}
      <Form.Item name="feeOwedBy" label={t('content.feeOwedBy')}>
        <Select
          allowClear
          options={(['court', 'defendant'] as const).map((value) => ({
            value,
            label: t(`case.feeOf.${value}`),
          }))}
        />
      </Form.Item>
    </div>
  );
}
