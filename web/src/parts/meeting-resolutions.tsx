import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Descriptions, Form, Modal, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call, type Tagged } from '../api';
import type { Meeting, Resolution } from '../api-types';
import { may, useSession } from '../session';
import { amountInWords } from './amount';
import { LongTextField } from './fields';
import { nameOfKind } from './meeting-parts';
import { Money } from './money';
import { ProblemNotice, useFormProblem } from './problem-notice';

interface Props {
  readonly meeting: Tagged<Meeting>;
  readonly onChanged: () => void;
}

/** What a meeting resolved, and what came of it. */
export function MeetingResolutions({ meeting, onChanged }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const [followed, setFollowed] = useState<Resolution>();
  const { resolutions, state } = meeting.answer;
  return (
    <section className="panel">
      <h2>{t('meeting.resolutions')}</h2>
      {resolutions.length === 0 && <p>{t('meeting.noResolutions')}</p>}
      {resolutions.map((resolution) => (
        <article key={resolution.id} className="resolution">
          <h3>
            {resolution.number} <FollowUpTag of={resolution} />
          </h3>
          <div className="value">{resolution.text}</div>
          <Facts of={resolution} />
          {may.followUpMeetings(session) && state === 'concluded' && (
            <Button
              size="small"
              onClick={() => {
                setFollowed(resolution);
              }}
            >
              {t('meeting.followUp')}
            </Button>
          )}
        </article>
      ))}
      {followed && (
        <FollowUpDialog
          meeting={meeting}
          resolution={followed}
          onClose={(isChanged) => {
            setFollowed(undefined);
            if (isChanged) onChanged();
          }}
        />
      )}
    </section>
  );
}

function FollowUpTag({ of: { followUp } }: { readonly of: Resolution }) {
  const { t } = useTranslation();
  return (
    <Tag color={followUp === 'done' ? 'green' : 'blue'}>
      {followUp === 'done' ? '✓' : '◷'} {t(`meeting.followUpOf.${followUp}`)}
    </Tag>
  );
}

function Facts({ of }: { readonly of: Resolution }) {
  const { t } = useTranslation();
  const { kind, subject, amount, owner, dueOn, followUpNote, citedBy } = of;
  const facts = [
    { key: 'kind', label: t('meeting.kind'), children: nameOfKind(t, kind) },
    { key: 'subject', label: t('meeting.subject'), children: subject },
    {
      key: 'amount',
      label: t('meeting.amount'),
      children: amount !== null && (
        <span>
          <Money amount={amount} /> {amountInWords(amount)}
        </span>
      ),
    },
    { key: 'owner', label: t('meeting.owner'), children: owner },
    { key: 'dueOn', label: t('meeting.dueOn'), children: dueOn },
    { key: 'note', label: t('meeting.note'), children: followUpNote },
    {
      key: 'cited',
      label: t('meeting.citedBy'),
      children: citedBy !== null && (
        <Link to={`/console/approvals/${citedBy}`}>{t('meeting.toRequest')}</Link>
      ),
    },
  ];
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2 }}
      items={facts.filter(({ children }) => children !== null && children !== false)}
    />
  );
}

interface FollowUpProps {
  readonly meeting: Tagged<Meeting>;
  readonly resolution: Resolution;
  /** Told whether the meeting is not what it was. */
  readonly onClose: (isChanged: boolean) => void;
}

interface Given {
  readonly state: Resolution['followUp'];
  readonly note?: string;
}

/** Says whether a resolution was done. */
function FollowUpDialog({ meeting: { answer, etag }, resolution, onClose }: FollowUpProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Given>();
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: ({ state, note = '' }: Given) =>
      call({
        path: `/api/v1/meetings/${answer.id}/resolutions/${resolution.id}/follow-up`,
        method: 'POST',
        headers: { 'if-match': etag },
        body: { state, ...(note !== '' && { note }) },
      }),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      void message.success(t('meeting.followed'));
      await client.invalidateQueries({ queryKey: ['list'] });
      onClose(true);
    },
  });
  const isDone = (Form.useWatch('state', form) as string | undefined) !== 'open';
  return (
    <Modal
      open
      title={t('meeting.followUpTitle', { number: resolution.number })}
      okText={t('approval.submit')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      onOk={form.submit}
      onCancel={() => {
        onClose(problem?.code === 'PRECONDITION_FAILED');
      }}
    >
      <Form
        name="follow-up"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ state: 'done' }}
        onFinish={(given) => {
          mutate(given);
        }}
      >
        <Form.Item name="state" label={t('meeting.state')}>
          <Segmented
            options={(['done', 'open'] as const).map((value) => ({
              value,
              label: t(`meeting.followUpOf.${value}`),
            }))}
          />
        </Form.Item>
        <LongTextField
          name="note"
          label={t('meeting.note')}
          help={t('meeting.noteHelp')}
          longest={2_000}
          isOptional={!isDone}
        />
        <ProblemNotice problem={problem} />
      </Form>
    </Modal>
  );
}
