/** A card onto which a file may be dropped while it is `free`; elsewhere in it a drop does nothing, least of all open the file. */
export function dropTarget(card: HTMLElement, free: () => boolean, take: (file: File) => void): void {
  card.addEventListener("dragover", (event) => {
    event.preventDefault();
    card.toggleAttribute("data-over", free());
  });
  card.addEventListener("dragleave", (event) => {
    if (!card.contains(event.relatedTarget as Node | null)) card.removeAttribute("data-over");
  });
  card.addEventListener("drop", (event) => {
    card.removeAttribute("data-over");
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file && free()) take(file);
  });
}
