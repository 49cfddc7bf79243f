import { Button, Descriptions } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { CaseDetail, CaseJudgments, Judgment, MoneyFlow } from '../api-types';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';
import { DocumentLink } from './document-upload';
import { today } from './instant';
import { JudgmentItems } from './judgment-items';
import { Loading } from './loading';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';
import { useCaseJudgments } from './use-case-judgments';

interface Asked {
  readonly kind:
    | 'judgment'
    | 'condition_default'
    | 'interest_stay'
    | 'enforcement_deferral'
    | 'in_kind_acceptance';
  readonly content: object;
  /** Of what it is asked for, where that is not the whole case. */
  readonly of?: string;
}

/** The judgments of a case, and where its money went; whoever keeps cases asks for new ones here. */
export function CaseJudgmentsPanel({ of }: { readonly of: CaseDetail }) {
  const { t } = useTranslation();
  const mayKeep = may.keepCases(useSession());
  const [asked, setAsked] = useState<Asked>();
  const { data, error } = useCaseJudgments(of.id);
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (data === undefined) return <Loading />;
  const { judgments, stays, deferrals } = data;
  const inForce = judgments.some(({ reversedOn }) => reversedOn === null);
  return (
    <>
      <section className="panel">
        <h2>{t('case.judgments')}</h2>
        {judgments.length === 0 && <p>{t('case.noJudgments')}</p>}
        {judgments.map((judgment) => (
          <JudgmentShown key={judgment.id} of={judgment} {...(mayKeep && { onAsked: setAsked })} />
        ))}
        {stays.length > 0 && (
          <>
            <h3>{t('case.stays')}</h3>
            <ul>
              {stays.map(({ from, to }) => (
                <li key={`${from} ${to}`}>{t('case.stay', { from, to })}</li>
              ))}
            </ul>
          </>
        )}
        {deferrals.length > 0 && (
          <>
            <h3>{t('case.deferrals')}</h3>
            <ul>
              {deferrals.map(({ id, ...deferral }) => (
                <li key={id}>{t('case.deferral', deferral)}</li>
              ))}
            </ul>
          </>
        )}
        {mayKeep && (
          <div className="row-actions">
            <Button
              onClick={() => {
                const begun = { items: [], inKind: [], refusedCosts: [], documents: [] };
                setAsked({ kind: 'judgment', content: { case: of.id, ...begun } });
              }}
            >
              {t('case.recordJudgment')}
            </Button>
            {inForce && (
              <Button
                onClick={() => {
                  const content = { case: of.id, requestedByDebtor: false };
                  setAsked({ kind: 'interest_stay', content });
                }}
              >
                {t('case.recordStay')}
              </Button>
            )}
            {inForce && (
              <Button
                onClick={() => {
                  setAsked({ kind: 'enforcement_deferral', content: { case: of.id } });
                }}
              >
                {t('case.recordDeferral')}
              </Button>
            )}
          </div>
        )}
      </section>
      <Flow of={data} />
      {asked && (
        <AskDialog
          title={[t(`kind.${asked.kind}`), asked.of].filter(Boolean).join(' ')}
          kind={asked.kind}
          book={of.book}
          content={asked.content}
          isWide={asked.kind === 'judgment'}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </>
  );
}

interface ShownProps {
  readonly of: Judgment;
  readonly onAsked?: (asked: Asked) => void;
}

function JudgmentShown({ of, onAsked }: ShownProps) {
  const { t } = useTranslation();
  const { ref, outcome, effectiveOn, reversedOn, feeOwedBy, approval } = of;
  const mayAsk = reversedOn === null ? onAsked : undefined;
  return (
    <section aria-label={ref}>
      <h3>{approval === null ? ref : <Link to={`/console/approvals/${approval}`}>{ref}</Link>}</h3>
      <p>
        {t(`case.outcomeOf.${outcome}`)} · {t('case.effectiveOn', { day: effectiveOn })}
      </p>
      {reversedOn !== null && (
        <p>
          <strong>! {t('case.replacedOn', { day: reversedOn })}</strong>
        </p>
      )}
      <JudgmentItems
        of={of}
        {...(mayAsk && {
          onDefault: ({ id: item, ref: name }) => {
            mayAsk({ kind: 'condition_default', content: { item, dueOn: today() }, of: name });
          },
        })}
      />
      <InKind
        of={of}
        {...(mayAsk && {
          onAccept: ({ id: order, work }) => {
            const content = { order, acceptedOn: today() };
            mayAsk({ kind: 'in_kind_acceptance', content, of: work });
          },
        })}
      />
      {of.refusedCosts.length > 0 && (
        <p>
          {t('case.refusedCosts')}:{' '}
          {of.refusedCosts.map(({ category, amount, reason }) => (
            <span key={`${category} ${amount} ${reason}`}>
              {t(`budget.categoryOf.${category}`)} <Money amount={amount} /> {reason}{' '}
            </span>
          ))}
        </p>
      )}
      {feeOwedBy !== null && (
        <p>
          {t('case.feeOwedBy')}: {t(`case.feeOf.${feeOwedBy}`)}
        </p>
      )}
      {of.documents.map((document) => (
        <div key={document.id}>
          <DocumentLink {...document} />
        </div>
      ))}
    </section>
  );
}

interface InKindProps {
  readonly of: Judgment;
  readonly onAccept?: (order: Judgment['inKind'][number]) => void;
}

function InKind({ of: { inKind }, onAccept }: InKindProps) {
  const { t } = useTranslation();
  if (inKind.length === 0) return null;
  return (
    <>
      <h4>{t('case.inKind')}</h4>
      <ul>
        {inKind.map((order) => (
          <li key={order.id}>
            <InKindOrder of={order} />{' '}
            {order.acceptedOn === null && onAccept && (
              <Button
                size="small"
                onClick={() => {
                  onAccept(order);
                }}
              >
                {t('case.acceptInKind')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function InKindOrder({ of }: { readonly of: Judgment['inKind'][number] }) {
  const { t } = useTranslation();
  const { work, dueOn, debtors, acceptedOn, opinion } = of;
  return (
    <>
      <span className="value">{work}</span> {debtors.join('、')}{' '}
      {dueOn !== null && t('case.inKindDue', { day: dueOn })} ·{' '}
      {acceptedOn === null ? t('case.notAccepted') : t('case.accepted', { day: acceptedOn })}{' '}
      {opinion}
    </>
  );
}

const FLOW: readonly (readonly [
  title: 'flowAdvanced' | 'flowRecovered' | 'flowRestored',
  amounts: readonly MoneyFlow[],
])[] = [
  ['flowAdvanced', ['advanced', 'settled', 'granted', 'absorbed']],
  ['flowRecovered', ['recovered', 'replenished', 'damagesOrdered', 'damagesReceived']],
  ['flowRestored', ['damagesRemitted', 'restorationPlanned', 'restorationPaid']],
];

/** Where the money of the case went: advanced, recovered, restored. */
function Flow({ of: { flow } }: { readonly of: CaseJudgments }) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('case.flow')}</h2>
      {FLOW.map(([title, amounts], index) => (
        <div key={title}>
          <h3>
            {index > 0 && '→ '}
            {t(`case.${title}`)}
          </h3>
          <Descriptions
            size="small"
            bordered
            column={{ xs: 1, md: 2 }}
            items={amounts.map((amount) => ({
              key: amount,
              label: t(`case.flowOf.${amount}`),
              children: <Money amount={flow[amount]} />,
            }))}
          />
        </div>
      ))}
    </section>
  );
}
