import { Button, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router-dom';
import type { Tagged } from '../api';
import type { Meeting } from '../api-types';
import { ConcludeMeeting } from '../parts/conclude-meeting';
import { Instant } from '../parts/instant';
import { Loading } from '../parts/loading';
import { MeetingStateTag } from '../parts/meeting-parts';
import { MeetingResolutions } from '../parts/meeting-resolutions';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { useMeeting } from '../parts/use-meeting';
import { may, useSession } from '../session';

export function MeetingPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { data, error, refetch } = useMeeting(id);
  const isDraft = data?.answer.state === 'draft';
  return (
    <PageShell
      title={data?.answer.title ?? ''}
      above={[{ to: '/console/meetings', name: t('meeting.title') }]}
      actions={
        isDraft &&
        may.enterMeetings(session) && (
          <Button onClick={() => void navigate(`/console/meetings/${id}/edit`)}>
            {t('meeting.edit')}
          </Button>
        )
      }
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && <Shown meeting={data} onChanged={() => void refetch()} />}
    </PageShell>
  );
}

interface ShownProps {
  readonly meeting: Tagged<Meeting>;
  readonly onChanged: () => void;
}

function Shown({ meeting, onChanged }: ShownProps) {
  const { t } = useTranslation();
  const session = useSession();
  const { answer } = meeting;
  const mayConclude =
    answer.state === 'draft' &&
    may.concludeMeetings(session) &&
    answer.maker.id !== session.person.id;
  return (
    <>
      <Head meeting={answer} />
      <section className="panel">
        <h2>{t('meeting.agenda')}</h2>
        <ol>
          {answer.agenda.map((title) => (
            <li key={title}>{title}</li>
          ))}
        </ol>
        <h2>{t('meeting.attendees')}</h2>
        <Attendees meeting={answer} />
        <h2>{t('meeting.minutes')}</h2>
        <div className="value">{answer.minutes ?? t('meeting.noMinutes')}</div>
      </section>
      <MeetingResolutions meeting={meeting} onChanged={onChanged} />
      {mayConclude && <ConcludeMeeting meeting={meeting} onChanged={onChanged} />}
    </>
  );
}

function Head({ meeting }: { readonly meeting: Meeting }) {
  const { t } = useTranslation();
  const { number, heldOn, place, chairedBy, state, maker, concludedBy, concludedAt } = meeting;
  return (
    <section className="panel">
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          {
            key: 'state',
            label: t('meeting.state'),
            children: <MeetingStateTag state={state} />,
          },
          { key: 'number', label: t('meeting.number'), children: number },
          { key: 'heldOn', label: t('meeting.heldOn'), children: heldOn },
          { key: 'place', label: t('meeting.place'), children: place },
          { key: 'chairedBy', label: t('meeting.chairedBy'), children: chairedBy },
          { key: 'maker', label: t('meeting.maker'), children: maker.name },
          ...(concludedBy === null || concludedAt === null
            ? []
            : [
                {
                  key: 'concluded',
                  label: t('meeting.concludedBy'),
                  children: (
                    <span>
                      {concludedBy.name} <Instant at={concludedAt} />
                    </span>
                  ),
                },
              ]),
        ]}
      />
    </section>
  );
}

/** Who was there, agency by agency. */
function Attendees({ meeting: { attendees } }: { readonly meeting: Meeting }) {
  const { t } = useTranslation();
  const agencies = [...new Set(attendees.map(({ agency }) => agency))];
  return (
    <Descriptions
      size="small"
      column={1}
      items={agencies.map((agency) => ({
        key: agency,
        label: agency,
        children: attendees
          .filter((attendee) => attendee.agency === agency)
          .map(({ name, position }) =>
            position === null ? name : t('meeting.attendee', { name, position }),
          )
          .join(t('list.comma')),
      }))}
    />
  );
}
