/** Open a <dialog> and wait for the answer: true only when it was closed with the value "confirm". */
export function ask(dialog: HTMLDialogElement): Promise<boolean> {
  dialog.returnValue = "";
  const typed = dialog.querySelector<HTMLInputElement>("input[data-expect]");
  if (typed) typed.value = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "confirm"), { once: true }));
}
