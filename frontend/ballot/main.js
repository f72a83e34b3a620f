// What a ballot paper says while it is filled in. The page is whole without it: the server checks.

const money = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP", trailingZeroDisplay: "stripIfInteger" });
const number = new Intl.NumberFormat("en-GB");

// Sums are of whole pence, so that £0.10 and £0.20 are exactly £0.30.
const pence = (text) => Math.round(Number(text) * 100);

const told = {
  knapsack(paper, most) {
    const spent = [...paper.querySelectorAll("input:checked")].reduce((sum, box) => sum + pence(box.dataset.cost), 0);
    const left = pence(most) - spent;
    const rest = left < 0 ? `That is ${money.format(-left / 100)} too much.` : `${money.format(left / 100)} is left.`;
    return [`You have spent ${money.format(spent / 100)} of ${money.format(pence(most) / 100)}. ${rest}`, left < 0];
  },
  points(paper, most) {
    const given = [...paper.querySelectorAll("input[inputmode]")].reduce((sum, box) => sum + (Number(box.value) || 0), 0);
    const over = given > Number(most);
    const rest = over ? `That is ${number.format(given - most)} too many.` : `${number.format(most - given)} left.`;
    return [`You have given ${number.format(given)} of ${number.format(most)} points. ${rest}`, over];
  },
  approval(paper, most) {
    const ticked = paper.querySelectorAll("input:checked").length;
    return [`You have chosen ${number.format(ticked)} of at most ${number.format(most)}.`, ticked > Number(most)];
  },
};

for (const paper of document.querySelectorAll("[data-paper]")) {
  const { paper: kind, most } = paper.dataset;
  const line = paper.querySelector("[data-total]");
  if (!most || !told[kind] || !line) continue;
  line.setAttribute("role", "status");
  line.hidden = false;
  const tell = () => {
    const [text, over] = told[kind](paper, most);
    line.textContent = text;
    line.classList.toggle("cw-paper__total--over", over);
  };
  paper.addEventListener("input", tell);
  tell();
}

// A second press would be answered with "you have voted" in place of the receipt.
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
}
