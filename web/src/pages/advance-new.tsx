import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { call } from '../api';
import type { AdvanceDraft } from '../api-types';
import { Instant } from '../parts/instant';
import { Loading } from '../parts/loading';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { askFor } from '../requests/ask';
import { RequestForm } from '../requests/request-form';

const KIND = 'advance_application';
const SAVED_AFTER_MS = 1_000;

const DRAFTS = '/api/v1/advance-drafts';
const pathOf = (draft: string): string => `${DRAFTS}/${encodeURIComponent(draft)}`;

/** A new application; what is typed is kept in the service, for its writer alone. */
export function NewAdvancePage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const book = search.get('book') ?? '';
  const of = search.get('case');
  // As the page was opened: what is typed since is newer than what was kept.
  const [kept] = useState(search.get('draft'));
  const { data, error } = useQuery({
    queryKey: ['advance-draft', kept],
    queryFn: () => call<AdvanceDraft>({ path: pathOf(kept ?? '') }),
    enabled: kept !== null,
    staleTime: Infinity,
    gcTime: 0,
  });
  const begun = { ...(of !== null && { case: of }), items: [{}] };
  return (
    <PageShell
      title={t('advance.apply')}
      above={[{ to: '/console/advances', name: t('nav.advances') }]}
    >
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {kept !== null && data === undefined && error === null && <Loading />}
      {(kept === null || data !== undefined) && (
        <Application
          book={book}
          kept={kept}
          content={data?.content.values ?? begun}
          onKept={(draft) => {
            // A reload goes on with what was kept.
            setSearch({ book, draft }, { replace: true });
          }}
        />
      )}
    </PageShell>
  );
}

interface Props {
  readonly book: string;
  /** Id of the draft that the page was opened with. */
  readonly kept: string | null;
  readonly content: object;
  readonly onKept: (draft: string) => void;
}

function Application({ book, kept, content, onKept }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm();
  const [begun] = useState(content);
  const [key] = useState(() => crypto.randomUUID());
  const [isSending, setIsSending] = useState(false);
  const { savedAt, keep, drop } = useAutosave(book, kept, onKept);
  const leave = async (id: string): Promise<void> => {
    void message.success(t('approval.submitted'));
    await drop();
    void client.invalidateQueries({ queryKey: ['list'] });
    await navigate(`/console/advances/${id}`);
  };
  return (
    <section className="panel">
      <RequestForm
        form={form}
        kind={KIND}
        book={book}
        content={begun}
        send={(given, resolution) => askFor({ kind: KIND, content: given, book, resolution }, key)}
        onTyped={keep}
        onSending={setIsSending}
        onDone={({ id }) => void leave(id)}
      />
      <div className="row-actions">
        <Button type="primary" loading={isSending} onClick={form.submit}>
          {t('approval.submit')}
        </Button>
        <small aria-live="polite">
          {t('advance.kept')} {savedAt !== undefined && <Instant at={savedAt} />}
        </small>
      </div>
    </section>
  );
}

/** Keeps what is typed, a moment after the last key; one save after the other. */
function useAutosave(book: string, kept: string | null, onKept: (draft: string) => void) {
  const draft = useRef(kept);
  const timer = useRef<number>(undefined);
  const saving = useRef(Promise.resolve());
  const [savedAt, setSavedAt] = useState<string>();
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
    },
    [],
  );
  const save = async (values: object): Promise<void> => {
    const { current: id } = draft;
    const saved = await call<AdvanceDraft>({
      ...(id === null
        ? { path: DRAFTS, method: 'POST' as const }
        : { path: pathOf(id), method: 'PUT' as const }),
      body: { book, values },
    });
    draft.current = saved.id;
    setSavedAt(saved.savedAt);
    if (id === null) onKept(saved.id);
  };
  const keep = (values: object): void => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      // What could not be kept now is kept with the next key.
      saving.current = saving.current.then(() => save(values)).catch(() => undefined);
    }, SAVED_AFTER_MS);
  };
  const drop = async (): Promise<void> => {
    window.clearTimeout(timer.current);
    await saving.current;
    const { current: id } = draft;
    if (id !== null) await call({ path: pathOf(id), method: 'DELETE' }).catch(() => undefined);
  };
  return { savedAt, keep, drop };
}
