import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { call, type Tagged } from '../api';
import type { Meeting } from '../api-types';
import { MeetingFields } from './meeting-fields';
import { ProblemNotice, useFormProblem } from './problem-notice';
import { withoutEmpty } from './without-empty';

const PATH = '/api/v1/meetings';

interface Props {
  /** Absent: a new one. */
  readonly draft?: Tagged<Meeting>;
  /** Somebody else changed it meanwhile. */
  readonly onStale?: () => void;
}

/** What of a meeting is typed in. */
const typedIn = ({ answer }: Tagged<Meeting>): object => {
  const { number, title, heldOn, place, chairedBy, agenda, attendees, minutes } = answer;
  const resolutions = answer.resolutions.map(
    ({ number: of, text, kind, subject, amount, owner, dueOn }) => ({
      number: of,
      text,
      kind,
      subject,
      amount,
      owner,
      dueOn,
    }),
  );
  return { number, title, heldOn, place, chairedBy, agenda, attendees, minutes, resolutions };
};

const EMPTY = { agenda: [''], attendees: [{}], resolutions: [] };

/** The form in which a meeting is entered, and its draft changed. */
export function MeetingForm({ draft, onStale }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm<object>();
  const { problem, show, clear } = useFormProblem(form);
  const id = draft?.answer.id;
  const { mutate, isPending } = useMutation({
    mutationFn: (typed: object) =>
      call<Meeting>({
        path: id === undefined ? PATH : `${PATH}/${id}`,
        method: id === undefined ? 'POST' : 'PUT',
        ...(draft && { headers: { 'if-match': draft.etag } }),
        body: withoutEmpty(typed),
      }),
    onMutate: clear,
    onError: show,
    onSuccess: async (meeting) => {
      void message.success(t('meeting.saved'));
      await client.invalidateQueries({ queryKey: ['list'] });
      // The page of the meeting asks again, also where it is there before this one is gone.
      await client.invalidateQueries({ queryKey: ['meeting', meeting.id], refetchType: 'none' });
      await navigate(`/console/meetings/${meeting.id}`);
    },
  });
  const isStale = problem?.code === 'PRECONDITION_FAILED';
  return (
    <Form
      name="meeting"
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={draft ? typedIn(draft) : EMPTY}
      scrollToFirstError
      onFinish={(typed) => {
        mutate(typed);
      }}
    >
      <MeetingFields />
      <ProblemNotice problem={problem} />
      {isStale && id !== undefined && (
        <p>
          {t('meeting.staleHelp')}{' '}
          <Link to={`/console/meetings/${id}`} target="_blank">
            {t('meeting.seeLatest')}
          </Link>{' '}
          <Button onClick={onStale}>{t('meeting.takeLatest')}</Button>
        </p>
      )}
      <Button type="primary" htmlType="submit" loading={isPending}>
        {t('meeting.save')}
      </Button>
    </Form>
  );
}
