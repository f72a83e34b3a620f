// Keeps the place on the map when another year, cut or colour is chosen: the part of the address
// after # goes along with the form and with the links of the page that change the choice.
export function keepPlace(map, config) {
  if (config.focus) return;
  const carry = () => {
    const here = window.location.hash;
    for (const form of document.querySelectorAll("form[data-choices]")) {
      form.action = form.action.split("#")[0] + here;
    }
  };
  map.on("moveend", carry);
  carry();
}
