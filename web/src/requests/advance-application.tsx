import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { CaseDetail, CaseItem, Page } from '../api-types';
import { parseAmount, sumOfAmounts } from '../parts/amount';
import { LongTextField } from '../parts/fields';
import { Money } from '../parts/money';
import { useSession } from '../session';
import { AdvanceCost } from './advance-cost';
import type { FieldsProps } from './fields-props';

/** An application for an advance: in which case, for whom, why, and cost by cost. */
export function AdvanceApplicationFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const items = (Form.useWatch('items', form) ?? []) as readonly (
    { amount?: string } | undefined
  )[];
  return (
    <>
      <PartyFields book={book ?? ''} />
      <LongTextField name="reason" label={t('content.reason')} longest={2_000} />
      <Form.List name="items">
        {(fields, { add, remove }) => (
          <section aria-label={t('content.items')}>
            {fields.map(({ key, name }) => (
              <AdvanceCost
                key={key}
                at={name}
                book={book ?? ''}
                {...(fields.length > 1 && {
                  onRemove: () => {
                    remove(name);
                  },
                })}
              />
            ))}
            <Button
              type="dashed"
              onClick={() => {
                add({});
              }}
            >
              {t('advance.addLine')}
            </Button>
          </section>
        )}
      </Form.List>
      <p aria-live="polite">
        {t('advance.sum')}{' '}
        <Money
          amount={sumOfAmounts(items.flatMap((item) => parseAmount(item?.amount ?? '') ?? []))}
        />
      </p>
    </>
  );
}

/** The case, and which of its plaintiffs applies: for a member the own organization. */
function PartyFields({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  const { creditCode } = useSession();
  const form = Form.useFormInstance();
  const caseId = Form.useWatch('case', form) as string | undefined;
  const cases = useQuery({
    queryKey: ['list', 'cases', 'choice', book],
    queryFn: () =>
      call<Page<CaseItem>>({ path: `/api/v1/cases?limit=200&book=${encodeURIComponent(book)}` }),
  });
  const { data: chosen } = useQuery({
    queryKey: ['case', caseId],
    queryFn: () => call<CaseDetail>({ path: `/api/v1/cases/${encodeURIComponent(caseId ?? '')}` }),
    enabled: caseId !== undefined,
  });
  const plaintiffs = chosen?.plaintiffs ?? [];
  const [only] = plaintiffs.length === 1 ? plaintiffs : [];
  const onlyId = only?.organization;
  useEffect(() => {
    if (onlyId !== undefined) form.setFieldValue('organization', onlyId);
  }, [form, onlyId]);
  const required = [{ required: true, message: t('field.required') }];
  return (
    <div className="form-grid">
      <Form.Item name="case" label={t('content.case')} rules={required}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={(cases.data?.items ?? []).map(({ id, number }) => ({
            value: id,
            label: number,
          }))}
          onChange={() => {
            form.setFieldValue('organization', undefined);
          }}
        />
      </Form.Item>
      <Form.Item
        name="organization"
        label={t('advance.organization')}
        rules={required}
        hidden={creditCode !== null}
      >
        <Select
          options={plaintiffs.map(({ organization, name }) => ({
            value: organization,
            label: name,
          }))}
        />
      </Form.Item>
    </div>
  );
}
