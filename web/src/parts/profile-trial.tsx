import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { BankProfile, ProfileTrial } from '../bank-types';
import { Faults, useBankAddress } from './bank-parts';
import { TextField } from './fields';
import { ProblemNotice, problemOfError } from './problem-notice';
import { StatementLines } from './statement-lines';

const PROFILES = '/api/v1/bank-profiles';

/** Asks the service how a file is read by a profile; nothing is kept. */
export const tryProfile = (
  book: string,
  file: string,
  profile: BankProfile,
): Promise<ProfileTrial> =>
  call({ path: `${PROFILES}/trial`, method: 'POST', body: { book, file, profile } });

interface Props {
  readonly book: string;
  readonly file: string;
  /** Undefined where it is not whole yet. */
  readonly profile: BankProfile | undefined;
}

/** Tries the profile on the sample; what reads it without a fault can be kept as its next version. */
export function ProfileTrialPanel({ book, file, profile }: Props) {
  const { t } = useTranslation();
  const attempt = useMutation({
    mutationFn: async (tried: BankProfile) => ({
      tried: JSON.stringify(tried),
      ...(await tryProfile(book, file, tried)),
    }),
  });
  const { data, error, isPending, mutate } = attempt;
  const isCurrent = profile !== undefined && data?.tried === JSON.stringify(profile);
  return (
    <section className="panel" aria-label={t('bank.trial')}>
      <h2>{t('bank.trial')}</h2>
      {profile === undefined && <Alert type="info" showIcon title={t('bank.columnsNeeded')} />}
      <div className="row-actions">
        <Button
          disabled={profile === undefined}
          loading={isPending}
          onClick={() => {
            if (profile !== undefined) mutate(profile);
          }}
        >
          {t('bank.try')}
        </Button>
      </div>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data && !isCurrent && <p>{t('bank.triedBefore')}</p>}
      {data !== undefined && data.faults.length > 0 && <Faults of={data.faults} />}
      {data?.faults.length === 0 && (
        <>
          <Alert
            type="success"
            showIcon
            title={t('bank.readsWell', { count: data.lines.length })}
          />
          <StatementLines lines={data.lines} />
        </>
      )}
      {isCurrent && data.faults.length === 0 && <Keep book={book} profile={profile} />}
    </section>
  );
}

function Keep({ book, profile }: { readonly book: string; readonly profile: BankProfile }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const address = useBankAddress();
  const form = Form.useFormInstance<{ readonly name?: string }>();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (name: string) =>
      call<{ readonly name: string; readonly version: number }>({
        path: PROFILES,
        method: 'POST',
        body: { book, name, profile },
      }),
    onSuccess: ({ name, version }) => {
      void message.success(t('bank.kept', { name, version }));
      void client.invalidateQueries({ queryKey: ['list', 'bank-profiles', book] });
    },
  });
  return (
    <>
      <TextField
        name="name"
        label={t('bank.profileName')}
        help={t('bank.profileNameHelp')}
        longest={60}
      />
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      <div className="row-actions">
        <Button
          type="primary"
          loading={isPending}
          onClick={() => {
            void form.validateFields(['name']).then(
              ({ name = '' }) => {
                if (!isPending) mutate(name.trim());
              },
              () => undefined,
            );
          }}
        >
          {t('bank.keep')}
        </Button>
        {data && (
          <Link
            to={`${address('/import')}${address('').includes('?') ? '&' : '?'}${new URLSearchParams({ profile: data.name }).toString()}`}
          >
            {t('bank.importWith', { name: data.name })}
          </Link>
        )}
      </div>
    </>
  );
}
