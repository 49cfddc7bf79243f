import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { OPINION_AGENCIES, type PlanOpinion } from '../damage-types';
import { LongTextField, TextField } from '../parts/fields';
import type { FieldsProps } from './fields-props';
import { OneDocument } from './one-document';
import { AmountField, PlanLines } from './plan-lines';

interface Under {
  /** Where the plan stands in the form; at its root by default. */
  readonly under?: readonly string[];
}

/** Who carries a plan out. */
function ImplementerFields({ under = [] }: Under) {
  const { t } = useTranslation();
  return (
    <div className="form-grid">
      <TextField
        name={[...under, 'implementer', 'name']}
        label={t('content.implementer')}
        longest={200}
      />
      <TextField
        name={[...under, 'implementer', 'creditCode']}
        label={t('content.uscc')}
        longest={18}
        pattern={/^[0-9A-Z]{18}$/}
        otherwise={t('field.creditCode')}
      />
    </div>
  );
}

/** The opinion of each agency on the plan, or why it was not asked. */
function OpinionFields({ under = [] }: Under) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const caseId = (Form.useWatch([...under, 'case'], { form, preserve: true }) ?? '') as string;
  const plan = (Form.useWatch([...under, 'plan'], form) ?? '') as string;
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
          <Form.Item
            name={[...under, 'opinions', at, 'agency']}
            hidden
            noStyle
            initialValue={agency}
          >
            <input type="hidden" />
          </Form.Item>
          <div className="form-grid">
            <Form.Item
              name={[...under, 'opinions', at, 'opinion']}
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
              name={[...under, 'opinions', at, 'notAsked']}
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

/** What a plan says, wherever it stands in a form. */
export function PlanFields({ book, under = [] }: FieldsProps & Under) {
  const { t } = useTranslation();
  return (
    <>
      <div className="form-grid">
        <TextField name={[...under, 'plan']} label={t('content.planNumber')} longest={60} />
        <TextField name={[...under, 'title']} label={t('content.planTitle')} longest={200} />
        <TextField name={[...under, 'place']} label={t('content.place')} longest={200} />
        <AmountField name={[...under, 'amount']} />
      </div>
      <ImplementerFields under={under} />
      <TextField
        name={[...under, 'acceptanceBody']}
        label={t('content.acceptanceBody')}
        longest={200}
      />
      <PlanLines under={under} />
      <OpinionFields under={under} />
      <OneDocument book={book} name={[...under, 'document']} label={t('damage.planDocument')} />
    </>
  );
}

/** A restoration plan. */
export function RestorationPlanFields({ book }: FieldsProps) {
  return <PlanFields book={book} />;
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
