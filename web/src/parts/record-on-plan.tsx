import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { OPINION_AGENCIES, PLAN_REPORTS, STANCES } from '../damage-types';
import { OneDocument } from '../requests/one-document';
import { DayField, LongTextField, TextField } from './fields';
import { today } from './instant';
import { ProblemNotice, useFormProblem } from './problem-notice';
import { withoutEmpty } from './without-empty';

interface DialogProps {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  readonly initial: object;
  /** What is to be read again. */
  readonly changes: readonly string[];
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** Records something once, however often the button is pressed. */
function RecordDialog({ name, title, path, initial, changes, children, onClose }: DialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<object>();
  const [key] = useState(() => crypto.randomUUID());
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (given: object) =>
      call({
        ...{ path, method: 'POST', headers: { 'idempotency-key': key } },
        body: withoutEmpty(given),
      }),
    onMutate: clear,
    onError: show,
    onSuccess: () => {
      void message.success({ key, content: t('damage.recorded') });
      void client.invalidateQueries({ queryKey: [...changes] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        name={name}
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        {children}
        {problem && <ProblemNotice problem={problem} />}
      </Form>
    </Modal>
  );
}

interface OpinionProps {
  readonly caseId: string;
  readonly book: string;
  readonly onClose: () => void;
}

/** What an agency said of a plan that is to be asked for. */
export function RecordOpinion({ caseId, book, onClose }: OpinionProps) {
  const { t } = useTranslation();
  const required = { required: true, message: t('field.required') };
  return (
    <RecordDialog
      name="plan-opinion"
      title={t('damage.recordOpinion')}
      path={`/api/v1/cases/${encodeURIComponent(caseId)}/plan-opinions`}
      initial={{ givenOn: today(), stance: 'for' }}
      changes={['plan-opinions', caseId]}
      onClose={onClose}
    >
      <TextField name="plan" label={t('content.planNumber')} longest={60} />
      <Form.Item name="of" label={t('damage.agency')} rules={[required]}>
        <Select
          options={OPINION_AGENCIES.map((value) => ({
            value,
            label: t(`damage.agencyOf.${value}`),
          }))}
        />
      </Form.Item>
      <TextField name="agency" label={t('damage.agencyName')} longest={200} />
      <DayField name="givenOn" label={t('content.givenOn')} />
      <Form.Item name="stance" label={t('damage.stance')} rules={[required]}>
        <Select
          options={STANCES.map((value) => ({ value, label: t(`damage.stanceOf.${value}`) }))}
        />
      </Form.Item>
      <LongTextField
        name="conditions"
        label={t('content.conditions')}
        longest={2_000}
        rows={2}
        isOptional
      />
      <OneDocument book={book} />
    </RecordDialog>
  );
}

interface ReportProps {
  readonly planId: string;
  readonly book: string;
  readonly body: string;
  readonly onClose: () => void;
}

/** That works were accepted, or their effect evaluated. */
export function RecordReport({ planId, book, body, onClose }: ReportProps) {
  const { t } = useTranslation();
  return (
    <RecordDialog
      name="plan-report"
      title={t('damage.recordReport')}
      path={`/api/v1/restoration-plans/${encodeURIComponent(planId)}/reports`}
      initial={{ kind: 'acceptance', body, reportedOn: today() }}
      changes={['restoration-plan', planId]}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t('damage.report')}>
        <Select
          options={PLAN_REPORTS.map((value) => ({ value, label: t(`damage.reportOf.${value}`) }))}
        />
      </Form.Item>
      <TextField name="body" label={t('content.acceptanceBody')} longest={200} />
      <DayField name="reportedOn" label={t('damage.reportedOn')} />
      <OneDocument book={book} />
    </RecordDialog>
  );
}
