import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import type { BankProfile, ProfileTrial } from '../bank-types';
import { Faults, useBankAddress } from './bank-parts';
import { TextField } from './fields';
import { ProblemNotice, problemOfError } from './problem-notice';
import {
  type Cut,
  firstLook,
  guessCut,
  guessHeader,
  guessOrder,
  guessPattern,
  guessUses,
  knownWords,
  type ProfileDraft,
  profileOf,
} from './profile-draft';
import { CutFields, HeaderField, ReadingFields, UseFields } from './profile-fields';
import { StatementLines } from './statement-lines';

const PROFILES = '/api/v1/bank-profiles';

interface Props {
  readonly book: string;
  /** The profiles that the book can use: their words are known. */
  readonly profiles: readonly { readonly name: string; readonly profile: BankProfile }[];
}

interface Values extends ProfileDraft {
  readonly name?: string;
}

const inBase64 = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  }
  return btoa(parts.join(''));
};

/** Asks the service how a file is read by a profile; nothing is kept. */
const tryProfile = (book: string, file: string, profile: BankProfile): Promise<ProfileTrial> =>
  call({ path: `${PROFILES}/trial`, method: 'POST', body: { book, file, profile } });

/** What a draft begins with, once the first rows are known. */
function beginning(rows: ProfileTrial['rows'], profiles: Props['profiles']): Partial<Values> {
  const words = knownWords(profiles.map(({ profile }) => profile));
  const headerRow = guessHeader(rows, words);
  const uses = guessUses(rows[headerRow] ?? [], words);
  const at = Object.values(uses).indexOf('date');
  const days = rows.slice(headerRow + 1).map((row) => row[at] ?? '');
  return { headerRow, uses, datePattern: guessPattern(days), order: guessOrder(days) };
}

/** Makes a profile beside a sample of the bank's: what its columns are, tried before it is kept. */
export function ProfileWizard({ book, profiles }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [sample, setSample] = useState<{ name: string; file: string }>();
  const values = Form.useWatch([], { form, preserve: true }) as Values | undefined;
  const look = useMutation({
    mutationFn: ({ file, cut }: { file: string; cut: Cut }) =>
      tryProfile(book, file, firstLook(cut)),
    onSuccess: ({ rows }) => {
      if (rows.length > 0) form.setFieldsValue(beginning(rows, profiles));
    },
  });
  const take = async (chosen: File): Promise<void> => {
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    const cut = guessCut(bytes);
    const file = inBase64(bytes);
    form.setFieldsValue(cut);
    setSample({ name: chosen.name, file });
    look.mutate({ file, cut });
  };
  const rows = look.data?.rows ?? [];
  const header = rows[values?.headerRow ?? 0] ?? [];
  const shipped = profiles[0]?.profile;
  return (
    <Form<Values>
      name="bank-profile"
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{
        ...{ kind: 'csv', encoding: 'utf-8', delimiter: ',', headerRow: 0, uses: {} },
        ...{ datePattern: 'YYYY-MM-DD', order: 'oldest_first' },
        ...{ flagOut: ['借', '支'], flagIn: ['贷', '收'], skip: shipped?.skip ?? [] },
        ...{ account: ['账号'], opening: ['期初余额'], closing: ['期末余额'] },
      }}
      onValuesChange={(changed: Partial<Values>) => {
        if (changed.headerRow === undefined) return;
        const words = knownWords(profiles.map(({ profile }) => profile));
        form.setFieldValue('uses', guessUses(rows[changed.headerRow] ?? [], words));
      }}
    >
      <section className="panel" aria-label={t('bank.sample')}>
        <h2>{t('bank.sample')}</h2>
        <p>{t('bank.sampleHelp')}</p>
        <Upload
          accept=".csv,.txt,.xlsx"
          showUploadList={false}
          beforeUpload={(chosen) => {
            void take(chosen);
            return false;
          }}
        >
          <Button type="primary" loading={look.isPending}>
            {t('bank.choose')}
          </Button>
        </Upload>{' '}
        {sample && t('bank.chosen', { name: sample.name })}
        {sample && (
          <>
            <CutFields />
            <Button
              onClick={() => {
                look.mutate({ file: sample.file, cut: form.getFieldsValue() });
              }}
            >
              {t('bank.readAgain')}
            </Button>
          </>
        )}
        {look.error !== null && <ProblemNotice problem={problemOfError(look.error)} />}
        {look.data && rows.length === 0 && <Faults of={look.data.faults} />}
      </section>
      {rows.length > 0 && (
        <section className="panel" aria-label={t('bank.layout')}>
          <h2>{t('bank.layout')}</h2>
          <p>{t('bank.headerHelp')}</p>
          <HeaderField rows={rows} />
          <UseFields header={header} />
          <ReadingFields />
        </section>
      )}
      {rows.length > 0 && sample && values && (
        <TryAndKeep book={book} file={sample.file} profile={profileOf(values, header)} />
      )}
    </Form>
  );
}

interface KeepProps {
  readonly book: string;
  readonly file: string;
  /** Undefined where it is not whole yet. */
  readonly profile: BankProfile | undefined;
}

/** Tries the profile on the sample; what reads it without a fault can be kept as its next version. */
function TryAndKeep({ book, file, profile }: KeepProps) {
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
  const form = Form.useFormInstance<Values>();
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
