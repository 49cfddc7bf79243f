import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { LegalEngagement } from '../api-types';
import { DayField, LongTextField } from './fields';
import { today } from './instant';
import { ProblemNotice, useFormProblem } from './problem-notice';

const SCORES = ['diligence', 'quality', 'timeliness'] as const;
const STEPS = [1, 2, 3, 4, 5];

interface Props {
  readonly engagement: LegalEngagement;
  readonly onClose: () => void;
}

/** A reviewer says, once, how the work on an engagement was. */
export function EvaluateEngagement({ engagement, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<object>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (body: object) =>
      call({
        path: `/api/v1/legal-engagements/${encodeURIComponent(engagement.id)}/evaluation`,
        method: 'POST',
        body,
      }),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      void message.success(t('legal.evaluated'));
      onClose();
      await client.invalidateQueries({ queryKey: ['legal'] });
    },
  });
  return (
    <Modal
      open
      title={t('legal.evaluateOf', { number: engagement.case.number })}
      okText={t('legal.save')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t('legal.evaluateHelp')}</p>
      <Form
        name="evaluation"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ closedOn: today() }}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <DayField name="closedOn" label={t('legal.closedOn')} />
        {SCORES.map((score) => (
          <Form.Item
            key={score}
            name={score}
            label={t(`legal.${score}`)}
            rules={[{ required: true, message: t('field.required') }]}
          >
            <Radio.Group
              aria-label={t(`legal.${score}`)}
              options={STEPS.map((step) => ({ value: step, label: String(step) }))}
            />
          </Form.Item>
        ))}
        <LongTextField name="opinion" label={t('legal.opinion')} longest={5_000} />
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}
