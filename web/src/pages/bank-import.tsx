import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Descriptions, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { call } from '../api';
import type { BankPreview, BankProfileItem } from '../api-types';
import { i18n } from '../i18n';
import {
  AccountFilters,
  BANK,
  BankProblem,
  ChooseAccount,
  useBankAccount,
  useBankAddress,
} from '../parts/bank-parts';
import { ChoiceFilter, Filters } from '../parts/filters';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { StatementLines } from '../parts/statement-lines';
import { useUrlParameters } from '../parts/url-parameters';

const STATEMENTS = '/api/v1/bank-statements';
const CAMT = 'camt.053';

interface Imported {
  readonly added: number;
  readonly known: readonly unknown[];
}

/** A statement is looked at, with everything that is wrong with it, and imported then. */
export function BankImportPage() {
  const { t } = useTranslation();
  const own = useBankAccount();
  const navigate = useNavigate();
  const address = useBankAddress();
  return (
    <PageShell
      title={t('bank.importTitle')}
      above={[{ to: BANK, name: t('nav.bank') }]}
      actions={
        <Button onClick={() => void navigate(address('/profiles'))}>{t('bank.profiles')}</Button>
      }
    >
      <Filters>
        <AccountFilters />
        {own && <ProfileFilter book={own.book} />}
      </Filters>
      {own === undefined ? <ChooseAccount /> : <Import key={Object.values(own).join()} {...own} />}
    </PageShell>
  );
}

function ProfileFilter({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['list', 'bank-profiles', book],
    queryFn: () =>
      call<{ items: readonly BankProfileItem[] }>({ path: `/api/v1/bank-profiles?book=${book}` }),
  });
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  const choices = (data?.items ?? []).map(({ name, title }) => ({
    value: name,
    label: title?.[language] ?? name,
  }));
  return (
    <ChoiceFilter
      name="profile"
      label={t('bank.profile')}
      otherwise={CAMT}
      choices={[{ value: CAMT, label: CAMT }, ...choices]}
    />
  );
}

function Import({ book, account }: { readonly book: string; readonly account: string }) {
  const { t } = useTranslation();
  const { get } = useUrlParameters();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const addressOf = (path: string, name: string, more: object = {}): string => {
    const profile = get('profile') ?? CAMT;
    return `${path}?${new URLSearchParams({ book, account, profile, name, ...more }).toString()}`;
  };
  const preview = useMutation({
    mutationFn: (chosen: File) =>
      call<BankPreview>({
        path: addressOf(`${STATEMENTS}/preview`, chosen.name),
        method: 'POST',
        body: chosen,
      }),
  });
  const confirm = useMutation({
    mutationFn: ({ of, sha256 }: { of: File; sha256: string }) =>
      call<Imported>({
        path: addressOf(STATEMENTS, of.name, { sha256 }),
        method: 'POST',
        body: of,
      }),
    onSuccess: () => {
      preview.reset();
      setFile(undefined);
      return client.invalidateQueries({ queryKey: ['list'] });
    },
  });
  const { data } = preview;
  return (
    <>
      <div className="filters">
        <Upload
          accept=".csv,.txt,.xlsx,.xml"
          showUploadList={false}
          beforeUpload={(chosen) => {
            setFile(chosen);
            preview.reset();
            confirm.reset();
            return false;
          }}
        >
          <Button>{t('bank.choose')}</Button>
        </Upload>
        {file && <span>{t('bank.chosen', { name: file.name })}</span>}
        <Button
          type="primary"
          disabled={file === undefined}
          loading={preview.isPending}
          onClick={() => {
            if (file !== undefined) preview.mutate(file);
          }}
        >
          {t('bank.look')}
        </Button>
      </div>
      {preview.error !== null && <BankProblem error={preview.error} />}
      {confirm.error !== null && <BankProblem error={confirm.error} />}
      {confirm.data && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={t('bank.imported', {
            added: confirm.data.added,
            known: confirm.data.known.length,
          })}
        />
      )}
      {data && file && (
        <>
          <Preview of={data} />
          {data.newCount > 0 && (
            <Button
              type="primary"
              loading={confirm.isPending}
              onClick={() => {
                confirm.mutate({ of: file, sha256: data.sha256 });
              }}
            >
              {t('bank.confirm')}
            </Button>
          )}
        </>
      )}
    </>
  );
}

function Preview({ of }: { readonly of: BankPreview }) {
  const { t } = useTranslation();
  const { statedAccount: stated, formerAccount: former } = of;
  const isOther = stated !== null && former !== null && stated !== former;
  return (
    <section className="panel" aria-label={t('bank.preview')}>
      <h2>{t('bank.preview')}</h2>
      {isOther && (
        <Alert type="warning" showIcon title={t('bank.otherAccount', { stated, former })} />
      )}
      {of.newCount === 0 && <Alert type="info" showIcon title={t('bank.nothingNew')} />}
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 3 }}
        items={[
          { key: 'opening', label: t('bank.opening'), children: <Money amount={of.opening} /> },
          { key: 'closing', label: t('bank.closing'), children: <Money amount={of.closing} /> },
          { key: 'count', label: t('bank.count'), children: of.lineCount },
          { key: 'new', label: t('bank.new'), children: of.newCount },
          { key: 'known', label: t('bank.known'), children: of.known.length },
          { key: 'skipped', label: t('bank.skipped'), children: of.skipped.join(', ') },
        ]}
      />
      <StatementLines lines={of.lines} withState />
    </section>
  );
}
