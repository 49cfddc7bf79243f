import { useMutation } from '@tanstack/react-query';
import { Button, Form, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { ActivationLink } from '../parts/activation-link';
import { Entrance } from '../parts/entrance';
import { CodeNameField, LoginField, TextField } from '../parts/fields';
import { BrokenLink, linkToken } from '../parts/link-token';
import { ProblemNotice, useFormProblem } from '../parts/problem-notice';

const ADMINISTRATORS = [
  'system_administrator',
  'security_administrator',
  'audit_administrator',
] as const;
type Administrator = (typeof ADMINISTRATORS)[number];

interface Given {
  readonly bureau: { readonly name: string; readonly code: string };
  readonly book: { readonly title: string; readonly code: string };
  readonly administrators: Readonly<
    Record<Administrator, { readonly name: string; readonly login: string }>
  >;
}
interface Done {
  readonly activations: Readonly<Record<Administrator, string>>;
}

export function SetUpPage() {
  const { t } = useTranslation();
  const token = linkToken();
  return (
    <Entrance title={t('setUp.title')} isWide>
      {token === undefined ? <BrokenLink /> : <SetUpForm token={token} />}
    </Entrance>
  );
}

function SetUpForm({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Given>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending, data, variables } = useMutation({
    mutationFn: (given: Given) =>
      call<Done>({ path: '/api/v1/set-up', method: 'POST', body: { token, ...given } }),
    onMutate: clear,
    onError: show,
  });
  if (data !== undefined) return <SetUpDone given={variables} done={data} />;
  const finish = (given: Given): void => {
    const names = ADMINISTRATORS.map((role) => given.administrators[role].name.trim());
    const at = names.findIndex((name, index) => names.indexOf(name) < index);
    const role = ADMINISTRATORS[at];
    if (role === undefined) {
      mutate(given);
      return;
    }
    const name = ['administrators', role, 'name'] as const;
    form.setFields([{ name: [...name], errors: [t('field.threePeople')] }]);
  };
  return (
    <Form name="set-up" form={form} layout="vertical" requiredMark={false} onFinish={finish}>
      <p>{t('setUp.about')}</p>
      <fieldset>
        <legend>{t('setUp.bureau')}</legend>
        <div className="pair">
          <TextField
            name={['bureau', 'name']}
            label={t('setUp.bureauName')}
            example={t('setUp.bureauNameExample')}
          />
          <CodeNameField name={['bureau', 'code']} label={t('setUp.bureauCode')} />
        </div>
      </fieldset>
      <fieldset>
        <legend>{t('setUp.book')}</legend>
        <div className="pair">
          <TextField
            name={['book', 'title']}
            label={t('setUp.bookTitle')}
            example={t('setUp.bookTitleExample')}
          />
          <CodeNameField name={['book', 'code']} label={t('setUp.bookCode')} />
        </div>
      </fieldset>
      {ADMINISTRATORS.map((role) => (
        <fieldset key={role}>
          <legend>
            {t(`role.${role}`)} <small>{t(`setUp.duty.${role}`)}</small>
          </legend>
          <div className="pair">
            <TextField
              name={['administrators', role, 'name']}
              label={t('setUp.personName')}
              longest={60}
            />
            <LoginField name={['administrators', role, 'login']} />
          </div>
        </fieldset>
      ))}
      <ProblemNotice problem={problem} />
      <Button type="primary" htmlType="submit" size="large" loading={isPending}>
        {t('setUp.submit')}
      </Button>
    </Form>
  );
}

function SetUpDone({ given, done }: { readonly given: Given; readonly done: Done }) {
  const { t } = useTranslation();
  return (
    <>
      <Result status="success" title={t('setUp.doneTitle')} subTitle={t('setUp.doneHelp')} />
      {ADMINISTRATORS.map((role) => (
        <ActivationLink
          key={role}
          name={`${given.administrators[role].name}（${t(`role.${role}`)}）`}
          token={done.activations[role]}
        />
      ))}
      <p>{t('link.once')}</p>
    </>
  );
}
