import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { OPINION_AGENCIES, type PlanOpinion } from '../damage-types';
import { LongTextField, TextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { OneDocument } from './one-document';
import { AmountField, PlanLines } from './plan-lines';

/** Who carries a plan out. */
function ImplementerFields() {
  const { t } = useTranslation();
  return (
    <div className="form-grid">
      <TextField name={['implementer', 'name']} label={t('content.implementer')} longest={200} />
      <TextField
        name={['implementer', 'creditCode']}
        label={t('content.uscc')}
        longest={18}
        pattern={/^[0-9A-Z]{18}$/}
        otherwise={t('field.creditCode')}
      />
    </div>
  );
}

/** The opinion of each agency on the plan, or why it was not asked. */
function OpinionFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const caseId = (Form.useWatch('case', { form, preserve: true }) ?? '') as string;
  const plan = (Form.useWatch('plan', form) ?? '') as string;
  const { data } = useQuery({
    queryKey: ['plan-opinions', caseId],
    queryFn: () =>
      call<{ readonly items: readonly PlanOpinion[] }>({
        path: `/api/v1/cases/${encodeURIComponent(caseId)}/plan-opinions`,
      }),
    enabled: caseId !== '',
  });
  return (
    <section aria-label={t('content.planOpinions')}>
      <h3>{t('content.planOpinions')}</h3>
      <p>{t('damage.opinionsHelp')}</p>
      {OPINION_AGENCIES.map((agency, at) => (
        <div key={agency} role="group" aria-label={t(`damage.agencyOf.${agency}`)}>
          <Form.Item name={['opinions', at, 'agency']} hidden noStyle initialValue={agency}>
            <input type="hidden" />
          </Form.Item>
          <div className="form-grid">
            <Form.Item
              name={['opinions', at, 'opinion']}
              label={t('damage.opinionOf', { agency: t(`damage.agencyOf.${agency}`) })}
            >
              <Select
                allowClear
                options={(data?.items ?? [])
                  .filter((one) => one.of === agency && one.plan === plan)
                  .map(({ id, agency: name, givenOn, stance }) => ({
                    value: id,
                    label: `${name} ${givenOn} ${t(`damage.stanceOf.${stance}`)}`,
                  }))}
              />
            </Form.Item>
            <TextField
              name={['opinions', at, 'notAsked']}
              label={t('damage.whyNotAsked', { agency: t(`damage.agencyOf.${agency}`) })}
              longest={500}
              isOptional
            />
          </div>
        </div>
      ))}
    </section>
  );
}

/** A restoration plan. */
export function RestorationPlanFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className="form-grid">
        <TextField name="plan" label={t('content.planNumber')} longest={60} />
        <TextField name="title" label={t('content.planTitle')} longest={200} />
        <TextField name="place" label={t('content.place')} longest={200} />
        <AmountField name={['amount']} />
      </div>
      <ImplementerFields />
      <TextField name="acceptanceBody" label={t('content.acceptanceBody')} longest={200} />
      <PlanLines />
      <OpinionFields />
      <OneDocument book={book} label={t('damage.planDocument')} />
    </>
  );
}

/** Another version of a plan: what of it is not paid is planned anew. */
export function RestorationPlanChangeFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <AmountField name={['amount']} />
      <ImplementerFields />
      <PlanLines isChange />
      <LongTextField name="reason" label={t('content.reason')} longest={1_000} />
      <OneDocument book={book} label={t('damage.planDocument')} />
    </>
  );
}
