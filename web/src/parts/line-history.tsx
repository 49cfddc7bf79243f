import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { BankLine } from '../api-types';
import type { LineHistory, LineIgnoring, LineMatch } from '../bank-types';
import { may, useSession } from '../session';
import { withThousands } from './amount';
import { DetailDrawer } from './detail-drawer';
import { Instant } from './instant';
import { Loading } from './loading';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';
import { ReasonDialog } from './reason-dialog';

interface Props {
  readonly line: BankLine;
}

/** What a person is about to take back, as the service calls it. */
interface Asked {
  readonly path: string;
  readonly title: 'undo' | 'restore';
}

const nameOf = ({ on, amount, counterparty }: BankLine): string =>
  [on, withThousands(amount), counterparty].filter(Boolean).join(' · ');

/** Opens what was done with a line. */
export function LineHistoryButton({ line, onOpen }: Props & { readonly onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <Button size="small" aria-label={`${t('bank.history')} ${nameOf(line)}`} onClick={onOpen}>
      {t('bank.history')}
    </Button>
  );
}

interface DrawerProps {
  /** Absent: the drawer is shut. */
  readonly line: BankLine | undefined;
  readonly onClose: () => void;
}

/** What was done with a line, beside the list; what is not frozen can be taken back there. */
export function LineHistoryDrawer({ line, onClose }: DrawerProps) {
  const { t } = useTranslation();
  return (
    <DetailDrawer
      title={line === undefined ? '' : `${t('bank.history')} ${nameOf(line)}`}
      onClose={onClose}
    >
      {line && <History line={line} />}
    </DetailDrawer>
  );
}

function History({ line }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  const { data, error } = useQuery({
    queryKey: ['list', 'bank-line-history', line.id],
    queryFn: () => call<LineHistory>({ path: `/api/v1/bank-lines/${line.id}/history` }),
  });
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (data === undefined) return <Loading />;
  return (
    <div className="history">
      {data.matches.map((match) => (
        <Match
          key={match.id}
          of={match}
          onUndo={() => {
            setAsked({ path: `/api/v1/bank-matches/${match.id}/undo`, title: 'undo' });
          }}
        />
      ))}
      {data.ignorings.map((ignoring) => (
        <Ignoring
          key={ignoring.id}
          of={ignoring}
          onRestore={() => {
            setAsked({ path: `/api/v1/bank-lines/${line.id}/restore`, title: 'restore' });
          }}
        />
      ))}
      {asked && (
        <ReasonDialog
          title={t(`bank.${asked.title}`)}
          okText={t(`bank.${asked.title}`)}
          path={asked.path}
          book={line.book}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </div>
  );
}

function Match({ of, onUndo }: { readonly of: LineMatch; readonly onUndo: () => void }) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('bank.stateOf.matched')}</h2>
      <ul className="plain">
        {of.parts.map((part) => (
          <li key={`${part.side} ${part.voucher ?? ''} ${part.on} ${part.amount} ${part.what}`}>
            <strong>{t(part.side === 'line' ? 'bank.ofBank' : 'bank.ofBooks')}</strong>{' '}
            <span className="instant">{part.on}</span> <Money amount={part.amount} /> {part.voucher}{' '}
            {part.what}
          </li>
        ))}
      </ul>
      {of.note !== null && (
        <p>
          {t('bank.note')}：{of.note}
        </p>
      )}
      <By of={of} />
      <TakenBack of={of.undone} name={t('bank.undone')}>
        <TakeBack isFrozen={of.isFrozen} label={t('bank.undo')} onClick={onUndo} />
      </TakenBack>
    </section>
  );
}

function Ignoring({
  of,
  onRestore,
}: {
  readonly of: LineIgnoring;
  readonly onRestore: () => void;
}) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('bank.stateOf.ignored')}</h2>
      <p>
        {t('bank.reason')}：{of.reason}
      </p>
      <By of={of} />
      <TakenBack of={of.restored} name={t('bank.restored')}>
        <TakeBack isFrozen={of.isFrozen} label={t('bank.restore')} onClick={onRestore} />
      </TakenBack>
    </section>
  );
}

function By({ of: { madeBy, madeAt } }: { readonly of: LineMatch | LineIgnoring }) {
  return (
    <p>
      {madeBy} <Instant at={madeAt} />
    </p>
  );
}

interface TakenBackProps {
  readonly of: LineMatch['undone'];
  readonly name: string;
  /** Shown where it was not taken back. */
  readonly children: ReactNode;
}

function TakenBack({ of, name, children }: TakenBackProps) {
  if (of === null) return children;
  return (
    <p>
      <strong>↩ {name}</strong> {of.by} <Instant at={of.at} /> {of.reason}
    </p>
  );
}

interface TakeBackProps {
  readonly isFrozen: boolean;
  readonly label: string;
  readonly onClick: () => void;
}

function TakeBack({ isFrozen, label, onClick }: TakeBackProps) {
  const { t } = useTranslation();
  const session = useSession();
  if (isFrozen) return <p>■ {t('bank.frozen')}</p>;
  return may.reconcileBank(session) && <Button onClick={onClick}>{label}</Button>;
}
