import { Dialog } from './dialog.tsx';

type ConfirmProps = {
  readonly title: string;
  /** What will happen, in a sentence. */
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly onAnswer: (agreed: boolean) => void;
};

/** Asks before something that cannot be undone. */
export function Confirm({ title, text, yes, no, onAnswer }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={() => onAnswer(false)}>
      <p>{text}</p>
      <div class="row">
        <button type="button" class="primary" onClick={() => onAnswer(true)}>
          {yes}
        </button>
        <button type="button" onClick={() => onAnswer(false)}>
          {no}
        </button>
      </div>
    </Dialog>
  );
}
