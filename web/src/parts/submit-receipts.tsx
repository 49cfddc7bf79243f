import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Problem } from '../api';
import type { Advance, InvoiceReading, StoredDocument } from '../api-types';
import { type Draft, drafts } from '../requests/draft';
import { useSession } from '../session';
import { isAtMost } from './amount';
import { DocumentUpload } from './document-upload';
import { ProblemNotice, useFormProblem } from './problem-notice';
import { ReceiptFields, type TypedReceipt } from './receipt-fields';
import { factsOfRefusal, RECEIPT_LINES } from './receipt-parts';
import { ReceiptSums } from './receipt-sums';
import { withoutEmpty } from './without-empty';

interface Props {
  readonly of: Advance;
  readonly onDone: () => void;
}

interface Typed {
  readonly lines: readonly TypedReceipt[];
}

const emptyDraft = (): Draft => ({ key: crypto.randomUUID(), values: { lines: [] } });
const LINE = /^\/lines\/(\d+)$/;

/** The line that a refusal speaks of; undefined where it speaks of all. */
const lineOf = (problem: Problem | undefined): number | undefined => {
  const pointer = problem?.['pointer'];
  const [, index] = LINE.exec(typeof pointer === 'string' ? pointer : '') ?? [];
  return index === undefined ? undefined : parseInt(index, 10);
};

/** What a file says of itself; nothing where it cannot be read, and a person enters it. */
async function readingOf(id: string): Promise<InvoiceReading['invoice']> {
  const path = `/api/v1/documents/${encodeURIComponent(id)}/invoice`;
  const reading = await call<InvoiceReading>({ path }).catch(() => undefined);
  return reading?.invoice ?? null;
}

/** Receipts for what was paid: all of them are taken, or none, and nothing typed is lost. */
export function SubmitReceipts({ of, onDone }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { person } = useSession();
  const client = useQueryClient();
  const [form] = Form.useForm<Typed>();
  const { problem, show, clear } = useFormProblem(form);
  const name = `fund.receipts.${person.id}.${of.id}`;
  // The key stays with what was typed: a second press, or a lost answer, sends nothing twice.
  const [draft] = useState(() => drafts.read(name) ?? emptyDraft());
  const costs = of.items.filter(({ id, unsettled }) => id !== null && unsettled !== '0.00');
  const { mutate, isPending } = useMutation({
    mutationFn: ({ lines }: Typed) =>
      call({
        path: `/api/v1/advances/${of.id}/receipts`,
        method: 'POST',
        headers: { 'idempotency-key': draft.key },
        body: withoutEmpty({
          lines: lines.map(({ item, amount, invoice, document }) => ({
            ...{ item, amount, invoice },
            document: document.id,
          })),
        }),
      }),
    onMutate: clear,
    onError: show,
    onSuccess: () => {
      drafts.drop(name);
      void message.success(t('receipt.sent'));
      void client.invalidateQueries({ queryKey: ['advance', of.id] });
      void client.invalidateQueries({ queryKey: ['list', RECEIPT_LINES] });
      onDone();
    },
  });
  const keep = (): void => {
    drafts.keep(name, { key: draft.key, values: form.getFieldsValue(true) as Typed });
  };
  const add = async ({ id, name: called }: StoredDocument): Promise<void> => {
    const invoice = await readingOf(id);
    const [cost] = costs.length === 1 ? costs : [];
    const most = cost?.unsettled ?? invoice?.total ?? '0.00';
    const line = {
      document: { id, name: called },
      item: cost?.id,
      isRead: invoice !== null,
      isRed: invoice?.kind === 'red',
      invoice: invoice && {
        number: invoice.number,
        code: invoice.code ?? undefined,
        issuer: invoice.issuer.name ?? undefined,
        issuerTaxId: invoice.issuer.taxId ?? undefined,
        issuedOn: invoice.issuedOn,
        total: invoice.total,
      },
      amount: invoice && (isAtMost(invoice.total, most) ? invoice.total : most),
    };
    const lines = (form.getFieldValue('lines') ?? []) as readonly object[];
    form.setFieldValue('lines', [...lines, line]);
    keep();
  };
  const refusedAt = lineOf(problem);
  const refusal = problem && {
    ...problem,
    detail: `${problem.detail} ${factsOfRefusal(t, problem)}`,
  };
  return (
    <section className="panel" aria-label={t('receipt.submit')}>
      <h2>{t('receipt.submit')}</h2>
      <p>{t('receipt.about')}</p>
      <Form
        name="receipts"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={draft.values}
        onValuesChange={keep}
        onFinish={(typed) => {
          if (isPending) return;
          if (typed.lines.length === 0) void message.warning(t('receipt.atLeastOne'));
          else mutate(typed);
        }}
      >
        <Form.List name="lines">
          {(fields, { remove }) =>
            fields.map(({ key, name: at }) => (
              <ReceiptFields
                key={key}
                at={at}
                costs={costs}
                refusal={refusedAt === at ? refusal : undefined}
                onRemove={() => {
                  remove(at);
                  clear();
                }}
              />
            ))
          }
        </Form.List>
        <DocumentUpload
          book={of.book}
          label={t('receipt.add')}
          isMany
          onStored={(document) => void add(document)}
        />
        <ReceiptSums costs={costs} />
        {refusedAt === undefined && <ProblemNotice problem={refusal} />}
      </Form>
      <div className="row-actions">
        <Button type="primary" loading={isPending} onClick={form.submit}>
          {t('receipt.send')}
        </Button>
        <Button
          disabled={isPending}
          onClick={() => {
            drafts.drop(name);
            onDone();
          }}
        >
          {t('receipt.drop')}
        </Button>
        <small>{t('receipt.kept')}</small>
      </div>
    </section>
  );
}
