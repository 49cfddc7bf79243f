import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { Loading } from '../parts/loading';
import { MeetingForm } from '../parts/meeting-form';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { useMeeting } from '../parts/use-meeting';

export function EditMeetingPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useMeeting(id);
  const above = [
    { to: '/console/meetings', name: t('meeting.title') },
    { to: `/console/meetings/${id}`, name: data?.answer.title ?? '' },
  ];
  return (
    <PageShell title={t('meeting.edit')} above={above}>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data === undefined && error === null && <Loading />}
      {data && <MeetingForm key={data.etag} draft={data} onStale={() => void refetch()} />}
    </PageShell>
  );
}
