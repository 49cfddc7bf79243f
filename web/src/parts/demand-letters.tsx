import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Modal, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Claims, DemandLetter } from '../claim-types';
import { may, useSession } from '../session';
import { AccountField } from './account-field';
import { DayField } from './fields';
import { Money } from './money';
import { ProblemNotice, problemOfError, useFormProblem } from './problem-notice';
import { TableScroll } from './table-scroll';

/** The account that defendants pay to. */
const CUSTODY = '1002.02';

interface Props {
  /** Code of the book. */
  readonly book: string;
  readonly caseId: string;
  readonly debtors: Claims['debtors'];
}

const addressOf = (caseId: string): string =>
  `/api/v1/cases/${encodeURIComponent(caseId)}/demand-letters`;

/** The register of letters of a case; a finance officer writes further ones. */
export function DemandLetters({ book, caseId, debtors }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const [isWriting, setIsWriting] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['demand-letters', caseId],
    queryFn: () => call<{ readonly items: readonly DemandLetter[] }>({ path: addressOf(caseId) }),
  });
  return (
    <section className="panel" aria-label={t('claims.letters')}>
      <h2>{t('claims.letters')}</h2>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data?.items.length === 0 && <p>{t('claims.noLetters')}</p>}
      {data && data.items.length > 0 && <Letters of={data.items} />}
      {may.recordReceipts(session) && (
        <Button
          onClick={() => {
            setIsWriting(true);
          }}
        >
          {t('claims.write')}
        </Button>
      )}
      {isWriting && (
        <WriteLetter
          book={book}
          caseId={caseId}
          debtors={debtors}
          onClose={() => {
            setIsWriting(false);
          }}
        />
      )}
    </section>
  );
}

function Letters({ of }: { readonly of: readonly DemandLetter[] }) {
  const { t } = useTranslation();
  return (
    <TableScroll label={t('claims.letters')}>
      <Table<DemandLetter>
        size="small"
        pagination={false}
        rowKey={({ id }) => id}
        dataSource={[...of]}
        columns={[
          { key: 'number', title: t('claims.letterNumber'), render: (_, { number }) => number },
          { key: 'debtor', title: t('claims.debtor'), render: (_, row) => row.defendant.name },
          ...(['madeOn', 'remindOn'] as const).map((field) => ({
            key: field,
            title: t(`claims.${field}`),
            render: (_: unknown, row: DemandLetter) => (
              <span className="instant">{row[field]}</span>
            ),
          })),
          {
            key: 'principal',
            title: t('claims.principal'),
            align: 'right',
            render: (_, { principal }) => <Money amount={principal} />,
          },
          {
            key: 'interest',
            title: t('claims.running'),
            align: 'right',
            render: (_, { interest }) => <Money amount={interest} />,
          },
          {
            key: 'print',
            title: '',
            render: (_, { id, number }) => (
              <a href={`/api/v1/demand-letters/${id}/letter.pdf`} download={`${number}.pdf`}>
                {t('claims.print', { number })}
              </a>
            ),
          },
        ]}
      />
    </TableScroll>
  );
}

interface Given {
  readonly defendant: string;
  readonly remindOn?: string;
  readonly account: string;
}

function WriteLetter({ book, caseId, debtors, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Given>();
  const [key] = useState(() => crypto.randomUUID());
  const { problem, show, clear } = useFormProblem(form);
  const { mutate, isPending } = useMutation({
    mutationFn: (body: Given) =>
      call<DemandLetter>({
        path: addressOf(caseId),
        method: 'POST',
        headers: { 'idempotency-key': key },
        body,
      }),
    onMutate: clear,
    onError: show,
    onSuccess: ({ number }) => {
      void message.success({ key, content: t('claims.written', { number }) });
      void client.invalidateQueries({ queryKey: ['demand-letters', caseId] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('claims.write')}
      okText={t('claims.write')}
      cancelText={t('approval.cancel')}
      confirmLoading={isPending}
      mask={{ closable: false }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Given>
        name="demand-letter"
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(given) => {
          if (!isPending) mutate(given);
        }}
      >
        <Form.Item
          name="defendant"
          label={t('claims.debtor')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <Select options={debtors.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <AccountField
          book={book}
          kind="bureau"
          ledgerAccount={CUSTODY}
          label={t('claims.ownAccount')}
          name="account"
        />
        <DayField
          name="remindOn"
          label={t('claims.remindOn')}
          help={t('claims.remindHelp')}
          isOptional
        />
        {problem && <ProblemNotice problem={problem} />}
      </Form>
    </Modal>
  );
}
