import { useTranslation } from 'react-i18next';
import { MeetingForm } from '../parts/meeting-form';
import { PageShell } from '../parts/page-shell';

export function NewMeetingPage() {
  const { t } = useTranslation();
  return (
    <PageShell
      title={t('meeting.enter')}
      above={[{ to: '/console/meetings', name: t('meeting.title') }]}
    >
      <MeetingForm />
    </PageShell>
  );
}
