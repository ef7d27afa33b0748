import { TodoList } from './todo.js';

const list = new TodoList();
const form = document.querySelector('#new-item');
const input = form.querySelector('input[name="title"]');
const output = document.querySelector('#items');
const counter = document.querySelector('#remaining');

function renderItem(item) {
  const row = document.createElement('li');
  row.classList.toggle('done', item.done);

  const label = document.createElement('span');
  label.textContent = item.title;
  label.addEventListener('click', () => list.toggle(item.id));

  const button = document.createElement('button');
  button.textContent = 'Remove';
  button.addEventListener('click', () => list.remove(item.id));

  row.append(label, button);
  return row;
}

function render() {
  output.replaceChildren(...list.items.map(renderItem));
  counter.textContent = `${list.remaining} left`;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  try {
    list.add(input.value);
    input.value = '';
  } catch (error) {
    input.setCustomValidity(error.message);
    input.reportValidity();
  }
});

list.onChange(render);
render();
