import { Button, Form, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PERMITTED_USES, PLAN_PAPERS } from '../damage-types';
import { amountRule, TextField } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';

interface ListProps {
  readonly name: string | readonly string[];
  readonly label: string;
  readonly add: string;
  readonly help?: string;
  /** One line: its place in the list. */
  readonly children: (at: number) => ReactNode;
}

/** Lines of a request that can be added and removed. */
export function LinesOf({ name, label, add: more, help, children }: ListProps) {
  const { t } = useTranslation();
  return (
    <Form.List name={typeof name === 'string' ? name : [...name]}>
      {(fields, { add, remove }) => (
        <section aria-label={label}>
          <h3>{label}</h3>
          {help !== undefined && <p>{help}</p>}
          {fields.map(({ key, name: at }) => (
            <div
              key={key}
              className="form-line"
              role="group"
              aria-label={`${label} ${String(at + 1)}`}
            >
              <span className="form-line-number">{at + 1}</span>
              <div className="form-grid">{children(at)}</div>
              <Button
                aria-label={t('damage.remove', { what: label, number: at + 1 })}
                onClick={() => {
                  remove(at);
                }}
              >
                ✕
              </Button>
            </div>
          ))}
          <Button
            type="dashed"
            onClick={() => {
              add({});
            }}
          >
            {more}
          </Button>
        </section>
      )}
    </Form.List>
  );
}

export function AmountField({ name }: { readonly name: readonly (string | number)[] }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={[...name]}
      label={t('content.amount')}
      rules={[{ required: true, message: t('field.required') }, amountRule(t('field.amount'))]}
    >
      <MoneyInput />
    </Form.Item>
  );
}

interface PlanLinesProps {
  readonly isChange?: boolean;
  /** Where the plan stands in the form. */
  readonly under?: readonly string[];
}

/** What a plan may be spent on, and its milestones. */
export function PlanLines({ isChange = false, under = [] }: PlanLinesProps) {
  const { t } = useTranslation();
  const required = { required: true, message: t('field.required') };
  return (
    <>
      <LinesOf
        name={[...under, 'budgetLines']}
        label={t('content.planLines')}
        add={t('damage.addLine')}
      >
        {(at) => (
          <>
            <Form.Item name={[at, 'use']} label={t('content.use')} rules={[required]}>
              <Select
                options={PERMITTED_USES.map((value) => ({
                  value,
                  label: t(`damage.useOf.${value}`),
                }))}
              />
            </Form.Item>
            <TextField name={[at, 'text']} label={t('content.text')} longest={200} />
            <AmountField name={[at, 'amount']} />
          </>
        )}
      </LinesOf>
      <LinesOf
        name={[...under, 'milestones']}
        label={t('content.planMilestones')}
        add={t('damage.addMilestone')}
        help={t(isChange ? 'damage.milestonesLeft' : 'damage.milestonesDefault')}
      >
        {(at) => (
          <>
            <TextField name={[at, 'name']} label={t('content.milestone')} longest={100} />
            <AmountField name={[at, 'amount']} />
            <Form.Item name={[at, 'papers']} label={t('content.papersNeeded')} initialValue={[]}>
              <Select
                mode="multiple"
                options={PLAN_PAPERS.map((value) => ({
                  value,
                  label: t(`damage.paperOf.${value}`),
                }))}
              />
            </Form.Item>
          </>
        )}
      </LinesOf>
    </>
  );
}
