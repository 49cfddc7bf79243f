import { useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentSession, onProofNeeded, type Proof } from '../api';
import type { Session } from '../api-types';
import { drafts } from '../requests/draft';
import { leaveNothing } from '../session';
import { CodeForm, SignInForm } from './sign-in-form';

interface Asked {
  readonly proof: Proof;
  readonly answer: (isGiven: boolean) => void;
}

/** Asks over the page, so that what was typed there stays: to sign in again, or for a code. */
export function ProofDialog() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => {
    onProofNeeded(
      (proof) =>
        new Promise((resolve) => {
          setAsked({
            proof,
            answer: (isGiven) => {
              setAsked(undefined);
              resolve(isGiven);
            },
          });
        }),
    );
  }, []);

  const goOn = async (): Promise<void> => {
    const before = client.getQueryData<Session | null>(['session']);
    const session = await currentSession();
    client.setQueryData(['session'], session);
    // What one person filled in is not sent in the name of another.
    const isSamePerson = (before?.person.id ?? session?.person.id) === session?.person.id;
    if (!isSamePerson) {
      drafts.dropAll();
      window.location.assign('/console');
    }
    asked?.answer(isSamePerson);
  };
  const isSignIn = asked?.proof === 'sign_in';
  return (
    <Modal
      open={asked !== undefined}
      title={t(isSignIn ? 'signIn.again' : 'signIn.stepUp')}
      footer={null}
      width={400}
      zIndex={2_000}
      mask={{ closable: false }}
      destroyOnHidden
      onCancel={() => {
        asked?.answer(false);
        // The session is over, and nobody goes on with it.
        if (isSignIn) leaveNothing(client);
      }}
    >
      <p>{t(isSignIn ? 'signIn.againHelp' : 'signIn.stepUpHelp')}</p>
      {isSignIn ? (
        <SignInForm onDone={() => void goOn()} />
      ) : (
        <CodeForm onDone={() => asked?.answer(true)} />
      )}
    </Modal>
  );
}
