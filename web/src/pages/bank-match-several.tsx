import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { BankLine, Page } from '../api-types';
import type { OpenEntry } from '../bank-types';
import { parseAmount, sumOfAmounts, withThousands } from '../parts/amount';
import {
  AccountFilters,
  BANK,
  BANK_LINES,
  ChooseAccount,
  useBankAccount,
  useBankAddress,
} from '../parts/bank-parts';
import { DateFilter, Filters, TextFilter } from '../parts/filters';
import { Loading } from '../parts/loading';
import { reasonsFor, weightOf } from '../parts/match-reasons';
import { type Chosen, MatchSide, signedSum, size } from '../parts/match-side';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { useUrlParameters } from '../parts/url-parameters';
import { may, useSession } from '../session';

interface Own {
  readonly book: string;
  readonly account: string;
}

const keyOfEntry = ({ account, seq }: OpenEntry): string => `${account}/${seq}`;

/** Several lines of the bank's and several entries of the books that are the same money together. */
export function BankMatchSeveralPage() {
  const { t } = useTranslation();
  const own = useBankAccount();
  const address = useBankAddress();
  return (
    <PageShell
      title={t('bank.severalTitle')}
      above={[
        { to: BANK, name: t('nav.bank') },
        { to: address('/match'), name: t('bank.matchTitle') },
      ]}
    >
      <p>{t('bank.severalHelp')}</p>
      <Filters>
        <AccountFilters />
        <DateFilter name="from" label={t('bank.from')} />
        <DateFilter name="until" label={t('bank.until')} />
        <TextFilter name="q" label={t('bank.words')} />
      </Filters>
      {own === undefined ? <ChooseAccount /> : <Sides key={Object.values(own).join()} {...own} />}
    </PageShell>
  );
}

/** What is open on both sides; days and words narrow the lines, days the entries too. */
function useOpen(own: Own) {
  const { get } = useUrlParameters();
  const [from, until] = [get('from'), get('until')];
  const asked = new URLSearchParams({ ...own, state: 'unmatched', limit: '200' });
  for (const name of ['from', 'until', 'q']) {
    const value = get(name);
    if (value !== undefined) asked.set(name, value);
  }
  const lines = useQuery({
    queryKey: ['list', BANK_LINES, 'open', asked.toString()],
    queryFn: ({ signal }) =>
      call<Page<BankLine>>({ path: `${BANK_LINES}?${asked.toString()}`, signal }),
  });
  const entries = useQuery({
    queryKey: ['list', 'bank-entries', own.book, own.account],
    queryFn: ({ signal }) =>
      call<{ items: readonly OpenEntry[] }>({
        path: `/api/v1/bank-entries?${new URLSearchParams({ ...own }).toString()}`,
        signal,
      }),
  });
  return {
    error: lines.error ?? entries.error,
    lines: lines.data?.items,
    entries: entries.data?.items.filter(
      ({ on }) => (from === undefined || on >= from) && (until === undefined || on <= until),
    ),
  };
}

function Sides(own: Own) {
  const { t } = useTranslation();
  const { error, lines, entries } = useOpen(own);
  const [ofLines, setOfLines] = useState<Chosen>({});
  const [ofEntries, setOfEntries] = useState<Chosen>({});
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (lines === undefined || entries === undefined) return <Loading />;
  const chosenLines = lines.filter(({ id }) => ofLines[id] !== undefined);
  const rows = entries
    .map((entry) => ({ ...entry, reasons: reasonsFor(chosenLines, entry) }))
    .toSorted((a, b) => weightOf(b.reasons) - weightOf(a.reasons));
  return (
    <>
      <div className="match-sides">
        <MatchSide
          label={t('bank.openLines')}
          rows={lines.map((line) => ({
            ...{ key: line.id, on: line.on, left: line.left, reasons: [] },
            what: [line.counterparty, line.remark, line.serial].filter(Boolean).join(' '),
          }))}
          chosen={ofLines}
          onChange={setOfLines}
        />
        <MatchSide
          label={t('bank.openEntries')}
          rows={rows.map((entry) => ({
            ...{ key: keyOfEntry(entry), on: entry.on, left: entry.left, reasons: entry.reasons },
            what: [entry.voucher, entry.summary, entry.caseNumber].filter(Boolean).join(' '),
          }))}
          chosen={ofEntries}
          onChange={setOfEntries}
        />
      </div>
      <Sums
        own={own}
        lines={chosenLines.map(({ id, left }) => ({ id, left, amount: ofLines[id] ?? '' }))}
        entries={entries.flatMap((entry) => {
          const amount = ofEntries[keyOfEntry(entry)];
          const { account, seq, left } = entry;
          return amount === undefined ? [] : [{ account, seq, left, amount }];
        })}
        onMade={() => {
          setOfLines({});
          setOfEntries({});
        }}
      />
    </>
  );
}

interface Part {
  readonly left: string;
  readonly amount: string;
}

interface SumsProps {
  readonly own: Own;
  readonly lines: readonly (Part & { readonly id: string })[];
  readonly entries: readonly (Part & { readonly account: string; readonly seq: string })[];
  readonly onMade: () => void;
}

const isWhole = ({ amount }: Part): boolean =>
  parseAmount(amount) !== undefined && parseAmount(amount) !== '0.00';

/** The sums of both sides while they are chosen; what is equal can be matched. */
function Sums({ own, lines, entries, onMade }: SumsProps) {
  const { t } = useTranslation();
  const session = useSession();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      call({
        path: '/api/v1/bank-matches',
        method: 'POST',
        body: {
          ...own,
          lines: lines.map(({ id, amount }) => ({ id, amount: size(amount) })),
          entries: entries.map(({ account, seq, amount }) => ({
            ...{ account, seq, amount: size(amount) },
          })),
          ...(note.trim() !== '' && { note: note.trim() }),
        },
      }),
    onSuccess: () => {
      void message.success(t('bank.matched', { lines: lines.length, entries: entries.length }));
      setNote('');
      onMade();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['list'] }),
  });
  const [ofLines, ofEntries] = [signedSum(lines), signedSum(entries)];
  const difference = sumOfAmounts([
    ofLines,
    ofEntries.startsWith('-') ? size(ofEntries) : `-${ofEntries}`,
  ]);
  const isBalanced =
    difference === '0.00' &&
    lines.length + entries.length >= 2 &&
    [...lines, ...entries].every(isWhole);
  return (
    <section className="panel match-sums" aria-label={t('bank.sums')}>
      <dl className="voucher-totals order-totals" aria-live="polite">
        <dt>{t('bank.sumOfLines', { count: lines.length })}</dt>
        <dd className="money">{withThousands(ofLines)}</dd>
        <dt>{t('bank.sumOfEntries', { count: entries.length })}</dt>
        <dd className="money">{withThousands(ofEntries)}</dd>
        <dt>{t('bank.difference')}</dt>
        <dd className={`money ${difference === '0.00' ? '' : 'is-off'}`}>
          {withThousands(difference)}
        </dd>
      </dl>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {may.reconcileBank(session) && (
        <>
          <div className="filters">
            <label htmlFor="match-note">{t('bank.note')}</label>
            <Input
              id="match-note"
              value={note}
              maxLength={500}
              autoComplete="off"
              onChange={({ target }) => {
                setNote(target.value);
              }}
            />
          </div>
          <div className="row-actions">
            <Button
              type="primary"
              disabled={!isBalanced}
              loading={isPending}
              onClick={() => {
                mutate();
              }}
            >
              {t('bank.accept')}
            </Button>
          </div>
          {lines.length + entries.length > 0 && difference !== '0.00' && (
            <Alert type="warning" showIcon title={t('bank.mustBeEqual')} />
          )}
        </>
      )}
    </section>
  );
}
