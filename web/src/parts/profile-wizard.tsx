import { useMutation } from '@tanstack/react-query';
import { Button, Form, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BankProfile, ProfileTrial } from '../bank-types';
import { Faults } from './bank-parts';
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
import { ProfileTrialPanel, tryProfile } from './profile-trial';

interface Props {
  readonly book: string;
  /** The profiles that the book can use: their words are known. */
  readonly profiles: readonly { readonly name: string; readonly profile: BankProfile }[];
}

const inBase64 = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  }
  return btoa(parts.join(''));
};

/** What a draft begins with, once the first rows are known. */
function beginning(rows: ProfileTrial['rows'], profiles: Props['profiles']): Partial<ProfileDraft> {
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
  const [form] = Form.useForm<ProfileDraft>();
  const [sample, setSample] = useState<{ name: string; file: string }>();
  const values = Form.useWatch([], { form, preserve: true }) as ProfileDraft | undefined;
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
    <Form<ProfileDraft>
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
      onValuesChange={(changed: Partial<ProfileDraft>) => {
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
        <ProfileTrialPanel book={book} file={sample.file} profile={profileOf(values, header)} />
      )}
    </Form>
  );
}
