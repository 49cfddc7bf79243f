import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { CaseJudgments } from '../api-types';
import type { ChangePreview, ChangeStep } from '../claim-types';
import { ChangeSteps } from '../parts/change-steps';
import { Loading } from '../parts/loading';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { withoutEmpty } from '../parts/without-empty';

const STANDS_STILL_MS = 400;

interface Content {
  readonly case?: string;
  readonly replaces?: string;
  readonly documents?: readonly unknown[];
}

/**
 * What the form holds as JSON, and whether it can be asked what that would change: a moment after nothing was typed
 * any more, once every field but the chosen judgment itself is right.
 */
function useTypedJudgment() {
  const form = Form.useFormInstance();
  const content = (Form.useWatch([], form) as Content | undefined) ?? {};
  const typed = JSON.stringify(withoutEmpty({ ...content, resolution: undefined }));
  const [whole, setWhole] = useState('');
  const isChange = content.replaces !== undefined && (content.documents ?? []).length > 0;
  useEffect(() => {
    if (!isChange) return;
    const timer = setTimeout(() => {
      const names = form.getFieldsError().flatMap(({ name }) => {
        return name[0] === 'replaces' ? [] : [name];
      });
      form.validateFields(names, { validateOnly: true }).then(
        () => {
          setWhole(typed);
        },
        () => undefined,
      );
    }, STANDS_STILL_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [form, isChange, typed]);
  return { form, content, typed, isWhole: isChange && whole === typed };
}

/** In which judgment's place it comes, and what that does: nobody asks for it without having seen that. */
export function JudgmentChange({ judgments }: { readonly judgments: CaseJudgments | undefined }) {
  const { t } = useTranslation();
  const { form, content, typed, isWhole } = useTypedJudgment();
  const { data, error, refetch } = useQuery({
    queryKey: ['judgment-change', typed],
    queryFn: () =>
      call<ChangePreview>({
        path: `/api/v1/cases/${encodeURIComponent(content.case ?? '')}/judgments/preview`,
        method: 'POST',
        body: JSON.parse(typed) as unknown,
      }),
    enabled: isWhole,
    retry: false,
    // The books may have moved on since the same was typed before.
    gcTime: 0,
  });
  const isSeen = isWhole && data !== undefined;
  useEffect(() => {
    if (isSeen) form.setFields([{ name: 'replaces', errors: [] }]);
  }, [form, isSeen]);
  const inForce = (judgments?.judgments ?? []).filter(({ reversedOn }) => reversedOn === null);
  if (inForce.length === 0) return null;
  const choices = inForce.map(({ id, ref }) => ({ value: id, label: ref }));
  return (
    <>
      <Form.Item
        name="replaces"
        label={t('case.replaced')}
        validateTrigger={[]}
        rules={[
          {
            validator: (_, replaces: string | undefined) =>
              replaces === undefined || isSeen
                ? Promise.resolve()
                : Promise.reject(new Error(t('case.changeUnseen'))),
          },
        ]}
      >
        <Select allowClear options={choices} />
      </Form.Item>
      {content.replaces !== undefined && (
        <section aria-label={t('content.judgmentChange')} aria-live="polite">
          <h3>{t('content.judgmentChange')}</h3>
          {isWhole && error !== null && (
            <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
          )}
          {isWhole && error === null && data === undefined && <Loading />}
          {!isWhole && <p>{t('case.changeNotWhole')}</p>}
          {isSeen && <Seen steps={data.steps} />}
        </section>
      )}
    </>
  );
}

function Seen({ steps }: ChangePreview) {
  const { t } = useTranslation();
  const detailOf = ({ item, part, spentOn }: ChangeStep): string =>
    [item, part && t(`claims.partOf.${part}`), spentOn && t(`claims.spentOnOf.${spentOn}`)]
      .filter(Boolean)
      .join(' ');
  if (steps.length === 0) return <p>{t('case.changesNothing')}</p>;
  return (
    <>
      <p>{t('case.changeHelp')}</p>
      <ChangeSteps
        steps={steps.map((step) => ({
          step: t(`case.changeStepOf.${step.what}`),
          about: step.about,
          detail: detailOf(step),
          amount: step.amount,
        }))}
      />
    </>
  );
}
