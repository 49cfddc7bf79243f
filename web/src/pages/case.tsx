import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { call } from '../api';
import type { CaseDetail } from '../api-types';
import { CaseJudgmentsPanel } from '../parts/case-judgments';
import { CaseProcedurePanel } from '../parts/case-procedure';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { QualificationTag } from '../parts/organization-parts';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { may, useSession } from '../session';

/** A case: where it stands, its parties, whether each plaintiff may sue, its judgments and its money. */
export function CasePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const session = useSession();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({
    queryKey: ['case', id],
    queryFn: () => call<CaseDetail>({ path: `/api/v1/cases/${encodeURIComponent(id)}` }),
  });
  return (
    <PageShell
      title={data?.number ?? ''}
      above={[{ to: '/console/cases', name: t('nav.cases') }]}
      actions={
        data &&
        may.askForAdvances(session) && (
          <Button
            type="primary"
            onClick={() => void navigate(`/console/advances/new?book=${data.book}&case=${data.id}`)}
          >
            {t('advance.apply')}
          </Button>
        )
      }
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && (
        <>
          <Facts of={data} />
          <Link className="link" to={`/console/cases/${data.id}/recoveries`}>
            {t('claims.open')} →
          </Link>{' '}
          <Link className="link" to={`/console/awards/${data.id}`}>
            {t('nav.awards')} →
          </Link>
          {may.readBooks(session) && (
            <Link className="link" to={`/console/cases/${data.id}/earmarking`}>
              {t('trace.open')} →
            </Link>
          )}
          <CaseProcedurePanel of={data} />
          <Plaintiffs of={data} />
          {may.readBooks(session) && <CaseJudgmentsPanel of={data} />}
          <Advances of={data} />
        </>
      )}
    </PageShell>
  );
}

interface Props {
  readonly of: CaseDetail;
}

function Facts({ of }: Props) {
  const { t } = useTranslation();
  const said = {
    number: of.number,
    court: of.court,
    filedOn: of.filedOn,
    damageRoute: of.damageRoute && t(`case.routeOf.${of.damageRoute}`),
    defendants: of.defendants.map(({ name }) => name).join('、'),
  };
  return (
    <section className="panel">
      <h2>{t('advance.facts')}</h2>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={Object.entries(said)
          .filter(([, value]) => value !== null && value !== '')
          .map(([field, value]) => ({
            key: field,
            label: t(`case.${field as keyof typeof said}`),
            children: value,
          }))}
      />
    </section>
  );
}

function Plaintiffs({ of: { plaintiffs } }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('case.qualification')}</h2>
      <ul>
        {plaintiffs.map(({ organization, name, status, reasons, ruleVersion }) => (
          <li key={organization}>
            <div>
              <Link to={`/console/organizations/${organization}`}>{name}</Link>
            </div>
            <QualificationTag status={status} />{' '}
            <small>
              {t('case.ruleVersion')} {ruleVersion}
            </small>
            {reasons.length > 0 && (
              <div>
                {reasons
                  .map((reason) => t(`organization.reasonOf.${reason as 'uscc_invalid'}`))
                  .join('、')}
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Advances({ of: { advances, number } }: Props) {
  const { t } = useTranslation();
  if (advances === null) return null;
  const { applications, ...amounts } = advances;
  return (
    <section className="panel">
      <h2>{t('case.advances')}</h2>
      {applications === 0 ? (
        <p>{t('case.none')}</p>
      ) : (
        <Descriptions
          size="small"
          bordered
          column={{ xs: 1, md: 2 }}
          items={[
            {
              key: 'applications',
              label: t('case.applications'),
              children: (
                <Link to={`/console/advances?q=${encodeURIComponent(number)}`}>{applications}</Link>
              ),
            },
            ...Object.entries(amounts).map(([field, amount]) => ({
              key: field,
              label: t(`case.${field as keyof typeof amounts}`),
              children: <Money amount={amount} />,
            })),
          ]}
        />
      )}
    </section>
  );
}
