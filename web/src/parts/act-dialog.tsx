import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, type FormInstance, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { ProblemNotice, useFormProblem } from './problem-notice';
import { withoutEmpty } from './without-empty';

interface Props {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  /** What is read again afterwards. */
  readonly reread: readonly unknown[];
  readonly initialValues?: object;
  /** What is sent of what the form holds; as it is without it. */
  readonly bodyOf?: (values: object) => object;
  readonly children: ReactNode | ((form: FormInstance<object>) => ReactNode);
  readonly onClose: () => void;
}

/** A form that does one thing, once, and has the page read again. */
export function ActDialog(props: Props) {
  const { name, title, path, reread, initialValues = {}, bodyOf, children, onClose } = props;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<object>();
  const [key] = useState(() => crypto.randomUUID());
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (values: object) =>
      call({
        path,
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: bodyOf === undefined ? withoutEmpty(values) : bodyOf(values),
      }),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      void message.success(t('award.done'));
      onClose();
      await client.invalidateQueries({ queryKey: [...reread] });
    },
  });
  return (
    <Modal
      open
      title={title}
      okText={t('award.confirm')}
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
        initialValues={initialValues}
        onFinish={(values: object) => {
          if (!isPending) mutate(values);
        }}
      >
        {typeof children === 'function' ? children(form) : children}
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}
