import { useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { call } from '../api';
import type { BookDetail } from '../api-types';
import { BookShell, useBook, useBookCode } from '../parts/book-shell';
import { today } from '../parts/instant';
import { LiveEntryState } from '../parts/live-entry-state';
import { Loading } from '../parts/loading';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { askFor } from '../requests/ask';
import { type Draft, drafts } from '../requests/draft';
import { RequestForm } from '../requests/request-form';
import { useSession } from '../session';

const KIND = 'general_voucher';

const emptyDraft = (): Draft => ({
  key: crypto.randomUUID(),
  values: { businessOn: today(), lines: [{}, {}] },
});

export function VoucherPage() {
  const code = useBookCode();
  const { data, error } = useBook(code);
  return (
    <BookShell>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data === undefined && error === null && <Loading />}
      {data && <Entry key={code} book={data} />}
    </BookShell>
  );
}

/** One voucher after the other; in a real book each goes to those who decide. */
function Entry({ book }: { readonly book: BookDetail }) {
  const { person } = useSession();
  const navigate = useNavigate();
  const client = useQueryClient();
  const name = `fund.voucher.${person.id}.${book.id}`;
  const [draft, setDraft] = useState(() => drafts.read(name) ?? emptyDraft());
  const [entered, setEntered] = useState<string>();
  const begin = (): void => {
    drafts.drop(name);
    setDraft(emptyDraft());
  };
  const enter = async (content: object, resolution: string | undefined): Promise<void> => {
    if (book.kind === 'real') {
      const { id } = await askFor({ kind: KIND, content, book: book.id, resolution }, draft.key);
      await navigate(`/console/approvals/${id}`);
    } else {
      const { request } = await call<{ request: string }>({
        path: `/api/v1/books/${book.id}/vouchers`,
        method: 'POST',
        headers: { 'idempotency-key': draft.key },
        body: content,
      });
      setEntered(request);
    }
    begin();
    void client.invalidateQueries({ queryKey: ['list'] });
  };
  return (
    <>
      {entered !== undefined && <Entered key={entered} book={book.id} request={entered} />}
      <VoucherForm
        key={draft.key}
        book={book}
        draft={draft}
        onTyped={(values) => {
          drafts.keep(name, { key: draft.key, values });
        }}
        onClear={begin}
        enter={enter}
      />
    </>
  );
}

/** What becomes of the voucher before. */
function Entered({ book, request }: { readonly book: string; readonly request: string }) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('voucher.entered')}</h2>
      <LiveEntryState book={book} request={request} />
    </section>
  );
}

interface FormProps {
  readonly book: BookDetail;
  readonly draft: Draft;
  readonly onTyped: (values: object) => void;
  readonly onClear: () => void;
  readonly enter: (content: object, resolution: string | undefined) => Promise<void>;
}

function VoucherForm({ book, draft, onTyped, onClear, enter }: FormProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm();
  const [isSending, setIsSending] = useState(false);
  const { resolution, ...content } = draft.values as { readonly resolution?: string };
  return (
    <section className="panel">
      <p>{t(book.kind === 'real' ? 'voucher.aboutReal' : 'voucher.aboutSandbox')}</p>
      <RequestForm
        form={form}
        kind={KIND}
        book={book.id}
        content={content}
        resolution={resolution}
        isDirect={book.kind === 'sandbox'}
        send={enter}
        onTyped={onTyped}
        onSending={setIsSending}
      />
      <div className="row-actions">
        <Button type="primary" loading={isSending} onClick={form.submit}>
          {t(book.kind === 'real' ? 'voucher.toApproval' : 'voucher.post')}
        </Button>
        <Button disabled={isSending} onClick={onClear}>
          {t('voucher.clear')}
        </Button>
        <small>{t('voucher.kept')}</small>
      </div>
    </section>
  );
}
