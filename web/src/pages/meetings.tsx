import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import type { MeetingItem } from '../api-types';
import { DataTable } from '../parts/data-table';
import { MeetingStateTag } from '../parts/meeting-parts';
import { PageShell } from '../parts/page-shell';
import { may, useSession } from '../session';

export function MeetingsPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const addressOf = ({ id }: MeetingItem): string => `/console/meetings/${id}`;
  return (
    <PageShell
      title={t('meeting.title')}
      actions={
        may.enterMeetings(session) && (
          <Button type="primary" onClick={() => void navigate('/console/meetings/new')}>
            {t('meeting.enter')}
          </Button>
        )
      }
    >
      <DataTable<MeetingItem>
        label={t('meeting.title')}
        path="/api/v1/meetings"
        keyOf={({ id }) => id}
        onOpen={(meeting) => void navigate(addressOf(meeting))}
        columns={[
          {
            key: 'heldOn',
            title: t('meeting.heldOn'),
            render: ({ heldOn }) => <span className="instant">{heldOn}</span>,
          },
          { key: 'number', title: t('meeting.number'), render: ({ number }) => number },
          {
            key: 'name',
            title: t('meeting.name'),
            render: (meeting) => <Link to={addressOf(meeting)}>{meeting.title}</Link>,
          },
          {
            key: 'state',
            title: t('meeting.state'),
            render: ({ state }) => <MeetingStateTag state={state} />,
          },
          {
            key: 'open',
            title: t('meeting.openResolutions'),
            isAmount: true,
            render: ({ openResolutions }) => openResolutions,
          },
        ]}
      />
    </PageShell>
  );
}
