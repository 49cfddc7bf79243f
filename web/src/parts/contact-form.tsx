import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Contact } from '../api-types';
import { Loading } from './loading';
import { ProblemNotice, problemOfError, useFormProblem } from './problem-notice';

const PATH = '/api/v1/accounts/current/contact';
const LONGEST = 254;

interface Given {
  readonly email?: string;
  readonly language: Contact['language'];
}

/** Where one gets notices by e-mail, and in which language. */
export function ContactForm() {
  const { data, error } = useQuery({
    queryKey: ['contact'],
    queryFn: ({ signal }) => call<Contact>({ path: PATH, signal }),
  });
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  return data === undefined ? <Loading /> : <KnownContact contact={data} />;
}

function KnownContact({ contact: { email, language } }: { readonly contact: Contact }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Given>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (given: Given) => {
      const address = given.email?.trim() ?? '';
      const body = { email: address === '' ? null : address, language: given.language };
      return call({ path: PATH, method: 'PUT', body });
    },
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      void message.success(t('account.contactSaved'));
      await client.invalidateQueries({ queryKey: ['contact'] });
    },
  });
  return (
    <Form<Given>
      name="contact"
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ email: email ?? '', language }}
      style={{ maxWidth: 420 }}
      onFinish={(given) => {
        mutate(given);
      }}
    >
      <Form.Item
        name="email"
        label={t('account.email')}
        extra={t('account.emailHelp')}
        rules={[{ type: 'email', message: t('account.emailWrong') }]}
      >
        <Input type="email" autoComplete="email" maxLength={LONGEST} />
      </Form.Item>
      <Form.Item name="language" label={t('account.language')}>
        <Radio.Group
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </Form.Item>
      <ProblemNotice problem={problem} />
      <Button htmlType="submit" loading={isPending}>
        {t('account.saveContact')}
      </Button>
    </Form>
  );
}
