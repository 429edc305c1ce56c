exec(open('.tmp/edit.py').read().split("edit('02")[0])
edit('01-what-a-gan-is',[
 ('cell-26','**Expect** notes smeared between the two piles: four units bend a line too little to split it.','**Expect** a single pile for a long time, then two with notes smeared between them: four units bend a line too little to split it.'),
 ('cell-26','**Expect** purple bars that jump from one pile to the other: each player overshoots what the other just did.','**Expect** both piles at first, then all purple bars in one of them, and some hundred steps later all in the other: each player overshoots what the other just did.'),
])
edit('04-one-step-at-a-time',[
 ('cell-25','**Expect** fewer points between the modes, and steps that take three times as long.','**Expect** fewer points between the modes, a mode or two that is never found, and steps that take longer.'),
])
edit('07-keep-go-on-and-repair',[
 ('keep-36',"**Expect** D's gradient norm and the generator's loss to grow, and fewer of the 25 clusters; D is not yet sure enough for the doctor to call it too strong.","**Expect** D's gradient norm to be some twenty times that of `discriminatorSteps: 1`, and a generator's loss that grows; D is not yet sure enough for the doctor to call it too strong."),
])
edit('06-what-it-learned',[
 ('cell-17',"Train with `latentSize: 2` (and `drawLatents(10, 2, 5)`, `i * 2`), then draw the map with `reach = 2`. **Expect** the whole world of this G on one page.","Train with `latentSize: 2` (and `drawLatents(10, 2, 5)`, `i * 2`, `(i + 1) * 2`), then draw the map with `reach = 2`. **Expect** nearly the whole world of this G on one page: nine of ten z lie in that square."),
])
edit('05-train-on-mnist',[
 ('mnist-92','the new loss with the old Adam found two digits in the same ten epochs, the old loss with the new Adam one.','the new loss with the old Adam found three digits in the same ten epochs, the old loss with the new Adam one.'),
])
edit('11-tables',[
 ('tables-18',"Leave out the conditions: train on `encoded` with `classes: 0`. **Expect** rarer schools to come out worse.","Leave out the conditions: no `classes` and no `conditioning` for the players, `data: encoded`, and no `conditions` where you draw. **Expect** larger distances, and rarer schools to come out worse."),
])
