import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { LoginField, TextField } from './fields';
import { ProblemNotice, useFormProblem } from './problem-notice';

/** Somebody who is to follow a link. */
export interface Invited {
  readonly name: string;
  readonly token: string;
}

interface Given {
  readonly name: string;
  readonly login: string;
  readonly creditCode?: string;
}

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onInvited: (invited: Invited) => void;
}

/** The form in which a person and their account are entered. */
export function EnterPerson({ isOpen, onClose, onInvited }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Given>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: ({ name, login, creditCode = '' }: Given) =>
      call<{ activation: string }>({
        path: '/api/v1/people',
        method: 'POST',
        body: { name, login, ...(creditCode !== '' && { creditCode }) },
      }),
    onMutate: clear,
    onError: show,
    onSuccess: async ({ activation }, { name }) => {
      onClose();
      onInvited({ name, token: activation });
      await client.invalidateQueries({ queryKey: ['list', '/api/v1/people'] });
    },
  });
  return (
    <Modal
      open={isOpen}
      title={t('people.enter')}
      okText={t('people.save')}
      cancelText={t('people.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      destroyOnHidden
      onOk={form.submit}
      onCancel={onClose}
      afterClose={() => {
        form.resetFields();
        clear();
      }}
    >
      <p>{t('people.enterHelp')}</p>
      <Form
        name="person"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(given) => {
          mutate(given);
        }}
      >
        <TextField name="name" label={t('people.name')} longest={60} />
        <LoginField name="login" />
        <TextField
          name="creditCode"
          label={t('people.creditCode')}
          help={t('people.creditCodeHelp')}
          longest={18}
          isOptional
          pattern={/^[0-9A-Z]{18}$/}
          otherwise={t('field.creditCode')}
        />
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}
