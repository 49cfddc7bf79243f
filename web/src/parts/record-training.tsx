import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { AttachmentsField } from './attachments-field';
import { DayField, TextField } from './fields';
import { today } from './instant';
import { ProblemNotice, useFormProblem } from './problem-notice';

interface Props {
  readonly book: string;
  readonly onClose: () => void;
}

/** Puts training or guidance on record. */
export function RecordTraining({ book, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<object>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (given: object) =>
      call({ path: '/api/v1/training-records', method: 'POST', body: { book, ...given } }),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      void message.success(t('legal.trainingKept'));
      onClose();
      await client.invalidateQueries({ queryKey: ['list', '/api/v1/training-records'] });
    },
  });
  return (
    <Modal
      open
      title={t('legal.recordTraining')}
      okText={t('legal.save')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        name="training"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'training', heldOn: today(), documents: [] }}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <Form.Item name="kind" label={t('legal.trainingKind')}>
          <Radio.Group
            aria-label={t('legal.trainingKind')}
            options={(['training', 'guidance'] as const).map((kind) => ({
              value: kind,
              label: t(`legal.trainingOf.${kind}`),
            }))}
          />
        </Form.Item>
        <DayField name="heldOn" label={t('legal.heldOn')} />
        <TextField name="topic" label={t('legal.topic')} />
        <TextField name="heldBy" label={t('legal.heldBy')} />
        <Form.Item
          name="attended"
          label={t('legal.attended')}
          extra={t('legal.attendedHelp')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <Select mode="tags" open={false} suffix={null} tokenSeparators={['、', '，', ',']} />
        </Form.Item>
        <AttachmentsField book={book} name={['documents']} label={t('content.documents')} />
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}
