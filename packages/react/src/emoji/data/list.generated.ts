/** Emoji, group, skin tones (* is the tone), shortcodes. From Emojibase, MIT license. Made by tooling/emoji/make-emoji.mjs. */
export const lines = `😀	0		grinning grinning_face
😃	0		smiley grinning_face_with_big_eyes
😄	0		smile grinning_face_with_closed_eyes
😁	0		grin beaming_face
😆	0		laughing satisfied lol squinting_face
😅	0		sweat_smile grinning_face_with_sweat
🤣	0		rofl
😂	0		joy lmao tears_of_joy
🙂	0		slightly_smiling_face
🙃	0		upside_down_face
🫠	0		melting_face melt
😉	0		wink winking_face
😊	0		blush smiling_face_with_closed_eyes
😇	0		innocent halo
🥰	0		smiling_face_with_three_hearts smiling_face_with_3_hearts
😍	0		heart_eyes smiling_face_with_heart_eyes
🤩	0		star_struck
😘	0		kissing_heart blowing_a_kiss
😗	0		kissing kissing_face
☺️	0		relaxed smiling_face
😚	0		kissing_closed_eyes kissing_face_with_closed_eyes
😙	0		kissing_smiling_eyes kissing_face_with_smiling_eyes
🥲	0		smiling_face_with_tear
😋	0		yum savoring_food
😛	0		stuck_out_tongue face_with_tongue
😜	0		stuck_out_tongue_winking_eye
🤪	0		zany_face zany
😝	0		stuck_out_tongue_closed_eyes
🤑	0		money_mouth_face
🤗	0		hugs hug hugging hugging_face
🤭	0		hand_over_mouth face_with_hand_over_mouth
🫢	0		face_with_open_eyes_and_hand_over_mouth face_with_open_eyes_hand_over_mouth gasp
🫣	0		face_with_peeking_eye peek
🤫	0		shushing_face shush
🤔	0		thinking thinking_face wtf
🫡	0		saluting_face salute
🤐	0		zipper_mouth_face zipper_mouth
🤨	0		raised_eyebrow face_with_raised_eyebrow
😐	0		neutral_face neutral
😑	0		expressionless expressionless_face
😶	0		no_mouth
🫥	0		dotted_line_face
😶‍🌫️	0		face_in_clouds in_clouds
😏	0		smirk smirking smirking_face
😒	0		unamused unamused_face
🙄	0		roll_eyes rolling_eyes
😬	0		grimacing grimacing_face
😮‍💨	0		face_exhaling exhale exhaling
🤥	0		lying_face lying
🫨	0		shaking_face shaking
😌	0		relieved relieved_face
😔	0		pensive pensive_face
😪	0		sleepy sleepy_face
🤤	0		drooling_face drooling
😴	0		sleeping sleeping_face
😷	0		mask medical_mask
🤒	0		face_with_thermometer
🤕	0		face_with_head_bandage
🤢	0		nauseated_face nauseated
🤮	0		vomiting_face face_vomiting vomiting
🤧	0		sneezing_face sneezing
🥵	0		hot_face hot
🥶	0		cold_face cold
🥴	0		woozy_face woozy
😵	0		dizzy_face knocked_out
😵‍💫	0		face_with_spiral_eyes dizzy_eyes
🤯	0		exploding_head
🤠	0		cowboy_hat_face cowboy cowboy_face
🥳	0		partying_face hooray partying
🥸	0		disguised_face disguised
😎	0		sunglasses smiling_face_with_sunglasses sunglasses_cool too_cool
🤓	0		nerd_face nerd
🧐	0		monocle_face face_with_monocle
😕	0		confused confused_face
🫤	0		face_with_diagonal_mouth
😟	0		worried worried_face
🙁	0		slightly_frowning_face
☹️	0		frowning_face white_frowning_face
😮	0		open_mouth face_with_open_mouth
😯	0		hushed hushed_face
😲	0		astonished astonished_face
😳	0		flushed flushed_face
🥺	0		pleading_face pleading
🥹	0		face_holding_back_tears watery_eyes
😦	0		frowning frowning_face
😧	0		anguished anguished_face
😨	0		fearful fearful_face
😰	0		cold_sweat anxious anxious_face
😥	0		disappointed_relieved sad_relieved_face
😢	0		cry crying_face
😭	0		sob loudly_crying_face
😱	0		scream screaming_in_fear
😖	0		confounded confounded_face
😣	0		persevere persevering_face
😞	0		disappointed disappointed_face
😓	0		sweat downcast_face
😩	0		weary weary_face
😫	0		tired_face tired
🥱	0		yawning_face yawn yawning
😤	0		triumph nose_steam
😡	0		pout rage pouting_face
😠	0		angry angry_face
🤬	0		cursing_face censored face_with_symbols_on_mouth
😈	0		smiling_imp
👿	0		imp angry_imp
💀	0		skull
☠️	0		skull_and_crossbones
💩	0		hankey poop shit
🤡	0		clown_face clown
👹	0		japanese_ogre ogre
👺	0		japanese_goblin goblin
👻	0		ghost
👽	0		alien
👾	0		space_invader alien_monster
🤖	0		robot robot_face
😺	0		smiley_cat grinning_cat
😸	0		smile_cat grinning_cat_with_closed_eyes
😹	0		joy_cat tears_of_joy_cat
😻	0		heart_eyes_cat smiling_cat_with_heart_eyes
😼	0		smirk_cat wry_smile_cat
😽	0		kissing_cat
🙀	0		scream_cat weary_cat
😿	0		crying_cat_face crying_cat
😾	0		pouting_cat
🙈	0		see_no_evil
🙉	0		hear_no_evil
🙊	0		speak_no_evil
💌	0		love_letter
💘	0		cupid heart_with_arrow
💝	0		gift_heart heart_with_ribbon
💖	0		sparkling_heart
💗	0		heartpulse growing_heart
💓	0		heartbeat beating_heart
💞	0		revolving_hearts
💕	0		two_hearts
💟	0		heart_decoration
❣️	0		heavy_heart_exclamation heart_exclamation
💔	0		broken_heart
❤️‍🔥	0		heart_on_fire
❤️‍🩹	0		mending_heart
❤️	0		heart red_heart
🩷	0		pink_heart
🧡	0		orange_heart
💛	0		yellow_heart
💚	0		green_heart
💙	0		blue_heart
🩵	0		light_blue_heart
💜	0		purple_heart
🤎	0		brown_heart
🖤	0		black_heart
🩶	0		grey_heart gray_heart
🤍	0		white_heart
💋	0		kiss
💯	0		100
💢	0		anger
💥	0		boom collision
💫	0		dizzy
💦	0		sweat_drops
💨	0		dash dashing_away
🕳️	0		hole
💬	0		speech_balloon
👁️‍🗨️	0		eye_speech_bubble eye_in_speech_bubble
🗨️	0		left_speech_bubble
🗯️	0		right_anger_bubble
💭	0		thought_balloon
💤	0		zzz
👋	1	👋*	wave waving_hand
🤚	1	🤚*	raised_back_of_hand
🖐️	1	🖐*	raised_hand_with_fingers_splayed
✋	1	✋*	hand raised_hand high_five
🖖	1	🖖*	vulcan_salute vulcan
🫱	1	🫱*	rightwards_hand
🫲	1	🫲*	leftwards_hand
🫳	1	🫳*	palm_down_hand palm_down
🫴	1	🫴*	palm_up_hand palm_up
🫷	1	🫷*	leftwards_pushing_hand
🫸	1	🫸*	rightwards_pushing_hand
👌	1	👌*	ok_hand
🤌	1	🤌*	pinched_fingers pinch
🤏	1	🤏*	pinching_hand
✌️	1	✌*	v victory
🤞	1	🤞*	crossed_fingers fingers_crossed
🫰	1	🫰*	hand_with_index_finger_and_thumb_crossed
🤟	1	🤟*	love_you_gesture
🤘	1	🤘*	metal sign_of_the_horns
🤙	1	🤙*	call_me_hand
👈	1	👈*	point_left
👉	1	👉*	point_right
👆	1	👆*	point_up_2 point_up
🖕	1	🖕*	fu middle_finger
👇	1	👇*	point_down
☝️	1	☝*	point_up point_up_2
🫵	1	🫵*	index_pointing_at_the_viewer point_forward
👍	1	👍*	+1 thumbsup yes
👎	1	👎*	-1 thumbsdown no
✊	1	✊*	fist fist_raised
👊	1	👊*	facepunch fist_oncoming punch
🤛	1	🤛*	fist_left left_facing_fist
🤜	1	🤜*	fist_right right_facing_fist
👏	1	👏*	clap clapping_hands
🙌	1	🙌*	raised_hands
🫶	1	🫶*	heart_hands
👐	1	👐*	open_hands
🤲	1	🤲*	palms_up_together
🤝	1	🤝*	handshake
🙏	1	🙏*	pray folded_hands
✍️	1	✍*	writing_hand
💅	1	💅*	nail_care nail_polish
🤳	1	🤳*	selfie
💪	1	💪*	muscle right_bicep
🦾	1		mechanical_arm
🦿	1		mechanical_leg
🦵	1	🦵*	leg
🦶	1	🦶*	foot
👂	1	👂*	ear
🦻	1	🦻*	ear_with_hearing_aid hearing_aid
👃	1	👃*	nose
🧠	1		brain
🫀	1		anatomical_heart
🫁	1		lungs
🦷	1		tooth
🦴	1		bone
👀	1		eyes
👁️	1		eye
👅	1		tongue
👄	1		lips mouth
🫦	1		biting_lip
👶	1	👶*	baby
🧒	1	🧒*	child
👦	1	👦*	boy
👧	1	👧*	girl
🧑	1	🧑*	adult
👱	1	👱*	blond_haired_person blond_haired
👨	1	👨*	man
🧔	1	🧔*	bearded_person person_bearded
🧔‍♂️	1	🧔*‍♂️	man_beard man_bearded
🧔‍♀️	1	🧔*‍♀️	woman_beard woman_bearded
👨‍🦰	1	👨*‍🦰	red_haired_man man_red_haired
👨‍🦱	1	👨*‍🦱	curly_haired_man man_curly_haired
👨‍🦳	1	👨*‍🦳	white_haired_man man_white_haired
👨‍🦲	1	👨*‍🦲	bald_man man_bald
👩	1	👩*	woman
👩‍🦰	1	👩*‍🦰	red_haired_woman woman_red_haired
🧑‍🦰	1	🧑*‍🦰	person_red_hair red_haired
👩‍🦱	1	👩*‍🦱	curly_haired_woman woman_curly_haired
🧑‍🦱	1	🧑*‍🦱	person_curly_hair curly_haired
👩‍🦳	1	👩*‍🦳	white_haired_woman woman_white_haired
🧑‍🦳	1	🧑*‍🦳	person_white_hair white_haired
👩‍🦲	1	👩*‍🦲	bald_woman woman_bald
🧑‍🦲	1	🧑*‍🦲	person_bald bald
👱‍♀️	1	👱*‍♀️	blond_haired_woman blonde_woman woman_blond_haired
👱‍♂️	1	👱*‍♂️	blond_haired_man man_blond_haired
🧓	1	🧓*	older_adult
👴	1	👴*	older_man
👵	1	👵*	older_woman
🙍	1	🙍*	frowning_person person_frowning
🙍‍♂️	1	🙍*‍♂️	frowning_man man_frowning
🙍‍♀️	1	🙍*‍♀️	frowning_woman woman_frowning
🙎	1	🙎*	pouting_face person_pouting pouting
🙎‍♂️	1	🙎*‍♂️	pouting_man man_pouting
🙎‍♀️	1	🙎*‍♀️	pouting_woman woman_pouting
🙅	1	🙅*	no_good person_gesturing_no
🙅‍♂️	1	🙅*‍♂️	ng_man no_good_man man_gesturing_no
🙅‍♀️	1	🙅*‍♀️	ng_woman no_good_woman woman_gesturing_no
🙆	1	🙆*	ok_person all_good person_gesturing_ok
🙆‍♂️	1	🙆*‍♂️	ok_man man_gesturing_ok
🙆‍♀️	1	🙆*‍♀️	ok_woman woman_gesturing_ok
💁	1	💁*	information_desk_person tipping_hand_person person_tipping_hand
💁‍♂️	1	💁*‍♂️	sassy_man tipping_hand_man man_tipping_hand
💁‍♀️	1	💁*‍♀️	sassy_woman tipping_hand_woman woman_tipping_hand
🙋	1	🙋*	raising_hand person_raising_hand
🙋‍♂️	1	🙋*‍♂️	raising_hand_man man_raising_hand
🙋‍♀️	1	🙋*‍♀️	raising_hand_woman woman_raising_hand
🧏	1	🧏*	deaf_person
🧏‍♂️	1	🧏*‍♂️	deaf_man
🧏‍♀️	1	🧏*‍♀️	deaf_woman
🙇	1	🙇*	bow person_bowing
🙇‍♂️	1	🙇*‍♂️	bowing_man man_bowing
🙇‍♀️	1	🙇*‍♀️	bowing_woman woman_bowing
🤦	1	🤦*	facepalm person_facepalming
🤦‍♂️	1	🤦*‍♂️	man_facepalming
🤦‍♀️	1	🤦*‍♀️	woman_facepalming
🤷	1	🤷*	shrug person_shrugging
🤷‍♂️	1	🤷*‍♂️	man_shrugging
🤷‍♀️	1	🤷*‍♀️	woman_shrugging
🧑‍⚕️	1	🧑*‍⚕️	health_worker
👨‍⚕️	1	👨*‍⚕️	man_health_worker
👩‍⚕️	1	👩*‍⚕️	woman_health_worker
🧑‍🎓	1	🧑*‍🎓	student
👨‍🎓	1	👨*‍🎓	man_student
👩‍🎓	1	👩*‍🎓	woman_student
🧑‍🏫	1	🧑*‍🏫	teacher
👨‍🏫	1	👨*‍🏫	man_teacher
👩‍🏫	1	👩*‍🏫	woman_teacher
🧑‍⚖️	1	🧑*‍⚖️	judge
👨‍⚖️	1	👨*‍⚖️	man_judge
👩‍⚖️	1	👩*‍⚖️	woman_judge
🧑‍🌾	1	🧑*‍🌾	farmer
👨‍🌾	1	👨*‍🌾	man_farmer
👩‍🌾	1	👩*‍🌾	woman_farmer
🧑‍🍳	1	🧑*‍🍳	cook
👨‍🍳	1	👨*‍🍳	man_cook
👩‍🍳	1	👩*‍🍳	woman_cook
🧑‍🔧	1	🧑*‍🔧	mechanic
👨‍🔧	1	👨*‍🔧	man_mechanic
👩‍🔧	1	👩*‍🔧	woman_mechanic
🧑‍🏭	1	🧑*‍🏭	factory_worker
👨‍🏭	1	👨*‍🏭	man_factory_worker
👩‍🏭	1	👩*‍🏭	woman_factory_worker
🧑‍💼	1	🧑*‍💼	office_worker
👨‍💼	1	👨*‍💼	man_office_worker
👩‍💼	1	👩*‍💼	woman_office_worker
🧑‍🔬	1	🧑*‍🔬	scientist
👨‍🔬	1	👨*‍🔬	man_scientist
👩‍🔬	1	👩*‍🔬	woman_scientist
🧑‍💻	1	🧑*‍💻	technologist
👨‍💻	1	👨*‍💻	man_technologist
👩‍💻	1	👩*‍💻	woman_technologist
🧑‍🎤	1	🧑*‍🎤	singer
👨‍🎤	1	👨*‍🎤	man_singer
👩‍🎤	1	👩*‍🎤	woman_singer
🧑‍🎨	1	🧑*‍🎨	artist
👨‍🎨	1	👨*‍🎨	man_artist
👩‍🎨	1	👩*‍🎨	woman_artist
🧑‍✈️	1	🧑*‍✈️	pilot
👨‍✈️	1	👨*‍✈️	man_pilot
👩‍✈️	1	👩*‍✈️	woman_pilot
🧑‍🚀	1	🧑*‍🚀	astronaut
👨‍🚀	1	👨*‍🚀	man_astronaut
👩‍🚀	1	👩*‍🚀	woman_astronaut
🧑‍🚒	1	🧑*‍🚒	firefighter
👨‍🚒	1	👨*‍🚒	man_firefighter
👩‍🚒	1	👩*‍🚒	woman_firefighter
👮	1	👮*	cop police_officer
👮‍♂️	1	👮*‍♂️	policeman man_police_officer
👮‍♀️	1	👮*‍♀️	policewoman woman_police_officer
🕵️	1	🕵*	detective
🕵️‍♂️	1	🕵*‍♂️	male_detective man_detective
🕵️‍♀️	1	🕵*‍♀️	female_detective woman_detective
💂	1	💂*	guard
💂‍♂️	1	💂*‍♂️	guardsman man_guard
💂‍♀️	1	💂*‍♀️	guardswoman woman_guard
🥷	1	🥷*	ninja
👷	1	👷*	construction_worker
👷‍♂️	1	👷*‍♂️	construction_worker_man man_construction_worker
👷‍♀️	1	👷*‍♀️	construction_worker_woman woman_construction_worker
🫅	1	🫅*	person_with_crown royalty
🤴	1	🤴*	prince
👸	1	👸*	princess
👳	1	👳*	person_with_turban person_wearing_turban
👳‍♂️	1	👳*‍♂️	man_with_turban man_wearing_turban
👳‍♀️	1	👳*‍♀️	woman_with_turban woman_wearing_turban
👲	1	👲*	man_with_gua_pi_mao person_with_skullcap
🧕	1	🧕*	woman_with_headscarf
🤵	1	🤵*	person_in_tuxedo
🤵‍♂️	1	🤵*‍♂️	man_in_tuxedo
🤵‍♀️	1	🤵*‍♀️	woman_in_tuxedo
👰	1	👰*	person_with_veil
👰‍♂️	1	👰*‍♂️	man_with_veil
👰‍♀️	1	👰*‍♀️	bride_with_veil woman_with_veil
🤰	1	🤰*	pregnant_woman
🫃	1	🫃*	pregnant_man
🫄	1	🫄*	pregnant_person
🤱	1	🤱*	breast_feeding
👩‍🍼	1	👩*‍🍼	woman_feeding_baby
👨‍🍼	1	👨*‍🍼	man_feeding_baby
🧑‍🍼	1	🧑*‍🍼	person_feeding_baby
👼	1	👼*	angel
🎅	1	🎅*	santa
🤶	1	🤶*	mrs_claus
🧑‍🎄	1	🧑*‍🎄	mx_claus
🦸	1	🦸*	superhero
🦸‍♂️	1	🦸*‍♂️	superhero_man man_superhero
🦸‍♀️	1	🦸*‍♀️	superhero_woman woman_superhero
🦹	1	🦹*	supervillain
🦹‍♂️	1	🦹*‍♂️	supervillain_man man_supervillain
🦹‍♀️	1	🦹*‍♀️	supervillain_woman woman_supervillain
🧙	1	🧙*	mage
🧙‍♂️	1	🧙*‍♂️	mage_man man_mage
🧙‍♀️	1	🧙*‍♀️	mage_woman woman_mage
🧚	1	🧚*	fairy
🧚‍♂️	1	🧚*‍♂️	fairy_man man_fairy
🧚‍♀️	1	🧚*‍♀️	fairy_woman woman_fairy
🧛	1	🧛*	vampire
🧛‍♂️	1	🧛*‍♂️	vampire_man man_vampire
🧛‍♀️	1	🧛*‍♀️	vampire_woman woman_vampire
🧜	1	🧜*	merperson
🧜‍♂️	1	🧜*‍♂️	merman
🧜‍♀️	1	🧜*‍♀️	mermaid
🧝	1	🧝*	elf
🧝‍♂️	1	🧝*‍♂️	elf_man man_elf
🧝‍♀️	1	🧝*‍♀️	elf_woman woman_elf
🧞	1		genie
🧞‍♂️	1		genie_man man_genie
🧞‍♀️	1		genie_woman woman_genie
🧟	1		zombie
🧟‍♂️	1		zombie_man man_zombie
🧟‍♀️	1		zombie_woman woman_zombie
🧌	1		troll
💆	1	💆*	massage person_getting_massage
💆‍♂️	1	💆*‍♂️	massage_man man_getting_massage
💆‍♀️	1	💆*‍♀️	massage_woman woman_getting_massage
💇	1	💇*	haircut person_getting_haircut
💇‍♂️	1	💇*‍♂️	haircut_man man_getting_haircut
💇‍♀️	1	💇*‍♀️	haircut_woman woman_getting_haircut
🚶	1	🚶*	walking person_walking
🚶‍♂️	1	🚶*‍♂️	walking_man man_walking
🚶‍♀️	1	🚶*‍♀️	walking_woman woman_walking
🧍	1	🧍*	standing_person person_standing standing
🧍‍♂️	1	🧍*‍♂️	standing_man man_standing
🧍‍♀️	1	🧍*‍♀️	standing_woman woman_standing
🧎	1	🧎*	kneeling_person kneeling person_kneeling
🧎‍♂️	1	🧎*‍♂️	kneeling_man man_kneeling
🧎‍♀️	1	🧎*‍♀️	kneeling_woman woman_kneeling
🧑‍🦯	1	🧑*‍🦯	person_with_probing_cane person_with_white_cane
👨‍🦯	1	👨*‍🦯	man_with_probing_cane man_with_white_cane
👩‍🦯	1	👩*‍🦯	woman_with_probing_cane woman_with_white_cane
🧑‍🦼	1	🧑*‍🦼	person_in_motorized_wheelchair
👨‍🦼	1	👨*‍🦼	man_in_motorized_wheelchair
👩‍🦼	1	👩*‍🦼	woman_in_motorized_wheelchair
🧑‍🦽	1	🧑*‍🦽	person_in_manual_wheelchair
👨‍🦽	1	👨*‍🦽	man_in_manual_wheelchair
👩‍🦽	1	👩*‍🦽	woman_in_manual_wheelchair
🏃	1	🏃*	runner running person_running
🏃‍♂️	1	🏃*‍♂️	running_man man_running
🏃‍♀️	1	🏃*‍♀️	running_woman woman_running
💃	1	💃*	dancer woman_dancing
🕺	1	🕺*	man_dancing
🕴️	1	🕴*	business_suit_levitating levitate levitating person_in_suit_levitating
👯	1		dancers people_with_bunny_ears_partying
👯‍♂️	1		dancing_men men_with_bunny_ears_partying
👯‍♀️	1		dancing_women women_with_bunny_ears_partying
🧖	1	🧖*	sauna_person person_in_steamy_room
🧖‍♂️	1	🧖*‍♂️	sauna_man man_in_steamy_room
🧖‍♀️	1	🧖*‍♀️	sauna_woman woman_in_steamy_room
🧗	1	🧗*	climbing person_climbing
🧗‍♂️	1	🧗*‍♂️	climbing_man man_climbing
🧗‍♀️	1	🧗*‍♀️	climbing_woman woman_climbing
🤺	1		person_fencing fencer fencing
🏇	1	🏇*	horse_racing
⛷️	1		skier person_skiing skiing
🏂	1	🏂*	snowboarder person_snowboarding snowboarding
🏌️	1	🏌*	golfing golfer person_golfing
🏌️‍♂️	1	🏌*‍♂️	golfing_man man_golfing
🏌️‍♀️	1	🏌*‍♀️	golfing_woman woman_golfing
🏄	1	🏄*	surfer person_surfing surfing
🏄‍♂️	1	🏄*‍♂️	surfing_man man_surfing
🏄‍♀️	1	🏄*‍♀️	surfing_woman woman_surfing
🚣	1	🚣*	rowboat person_rowing_boat
🚣‍♂️	1	🚣*‍♂️	rowing_man man_rowing_boat
🚣‍♀️	1	🚣*‍♀️	rowing_woman woman_rowing_boat
🏊	1	🏊*	swimmer person_swimming swimming
🏊‍♂️	1	🏊*‍♂️	swimming_man man_swimming
🏊‍♀️	1	🏊*‍♀️	swimming_woman woman_swimming
⛹️	1	⛹*	bouncing_ball_person person_bouncing_ball
⛹️‍♂️	1	⛹*‍♂️	basketball_man bouncing_ball_man man_bouncing_ball
⛹️‍♀️	1	⛹*‍♀️	basketball_woman bouncing_ball_woman woman_bouncing_ball
🏋️	1	🏋*	weight_lifting person_lifting_weights weight_lifter
🏋️‍♂️	1	🏋*‍♂️	weight_lifting_man man_lifting_weights
🏋️‍♀️	1	🏋*‍♀️	weight_lifting_woman woman_lifting_weights
🚴	1	🚴*	bicyclist biking person_biking
🚴‍♂️	1	🚴*‍♂️	biking_man man_biking
🚴‍♀️	1	🚴*‍♀️	biking_woman woman_biking
🚵	1	🚵*	mountain_bicyclist mountain_biking person_mountain_biking
🚵‍♂️	1	🚵*‍♂️	mountain_biking_man man_mountain_biking
🚵‍♀️	1	🚵*‍♀️	mountain_biking_woman woman_mountain_biking
🤸	1	🤸*	cartwheeling person_cartwheel
🤸‍♂️	1	🤸*‍♂️	man_cartwheeling
🤸‍♀️	1	🤸*‍♀️	woman_cartwheeling
🤼	1		wrestling people_wrestling wrestlers
🤼‍♂️	1		men_wrestling
🤼‍♀️	1		women_wrestling
🤽	1	🤽*	water_polo person_playing_water_polo
🤽‍♂️	1	🤽*‍♂️	man_playing_water_polo
🤽‍♀️	1	🤽*‍♀️	woman_playing_water_polo
🤾	1	🤾*	handball_person handball person_playing_handball
🤾‍♂️	1	🤾*‍♂️	man_playing_handball
🤾‍♀️	1	🤾*‍♀️	woman_playing_handball
🤹	1	🤹*	juggling_person juggler juggling person_juggling
🤹‍♂️	1	🤹*‍♂️	man_juggling
🤹‍♀️	1	🤹*‍♀️	woman_juggling
🧘	1	🧘*	lotus_position person_in_lotus_position
🧘‍♂️	1	🧘*‍♂️	lotus_position_man man_in_lotus_position
🧘‍♀️	1	🧘*‍♀️	lotus_position_woman woman_in_lotus_position
🛀	1	🛀*	bath person_taking_bath
🛌	1	🛌*	sleeping_bed person_in_bed sleeping_accommodation
🧑‍🤝‍🧑	1	🧑*‍🤝‍🧑*	people_holding_hands
👭	1	👭*	two_women_holding_hands
👫	1	👫*	couple
👬	1	👬*	two_men_holding_hands
💏	1	💏*	couplekiss couple_kiss
👩‍❤️‍💋‍👨	1	👩*‍❤️‍💋‍👨*	couplekiss_man_woman kiss_mw kiss_wm
👨‍❤️‍💋‍👨	1	👨*‍❤️‍💋‍👨*	couplekiss_man_man kiss_mm
👩‍❤️‍💋‍👩	1	👩*‍❤️‍💋‍👩*	couplekiss_woman_woman kiss_ww
💑	1	💑*	couple_with_heart
👩‍❤️‍👨	1	👩*‍❤️‍👨*	couple_with_heart_woman_man couple_with_heart_mw couple_with_heart_wm
👨‍❤️‍👨	1	👨*‍❤️‍👨*	couple_with_heart_man_man couple_with_heart_mm
👩‍❤️‍👩	1	👩*‍❤️‍👩*	couple_with_heart_woman_woman couple_with_heart_ww
👨‍👩‍👦	1		family_man_woman_boy family_mwb
👨‍👩‍👧	1		family_man_woman_girl family_mwg
👨‍👩‍👧‍👦	1		family_man_woman_girl_boy family_mwgb
👨‍👩‍👦‍👦	1		family_man_woman_boy_boy family_mwbb
👨‍👩‍👧‍👧	1		family_man_woman_girl_girl family_mwgg
👨‍👨‍👦	1		family_man_man_boy family_mmb
👨‍👨‍👧	1		family_man_man_girl family_mmg
👨‍👨‍👧‍👦	1		family_man_man_girl_boy family_mmgb
👨‍👨‍👦‍👦	1		family_man_man_boy_boy family_mmbb
👨‍👨‍👧‍👧	1		family_man_man_girl_girl family_mmgg
👩‍👩‍👦	1		family_woman_woman_boy family_wwb
👩‍👩‍👧	1		family_woman_woman_girl family_wwg
👩‍👩‍👧‍👦	1		family_woman_woman_girl_boy family_wwgb
👩‍👩‍👦‍👦	1		family_woman_woman_boy_boy family_wwbb
👩‍👩‍👧‍👧	1		family_woman_woman_girl_girl family_wwgg
👨‍👦	1		family_man_boy family_mb
👨‍👦‍👦	1		family_man_boy_boy family_mbb
👨‍👧	1		family_man_girl family_mg
👨‍👧‍👦	1		family_man_girl_boy family_mgb
👨‍👧‍👧	1		family_man_girl_girl family_mgg
👩‍👦	1		family_woman_boy family_wb
👩‍👦‍👦	1		family_woman_boy_boy family_wbb
👩‍👧	1		family_woman_girl family_wg
👩‍👧‍👦	1		family_woman_girl_boy family_wgb
👩‍👧‍👧	1		family_woman_girl_girl family_wgg
🗣️	1		speaking_head
👤	1		bust_in_silhouette
👥	1		busts_in_silhouette
🫂	1		people_hugging
👪	1		family
👣	1		footprints
🐵	3		monkey_face
🐒	3		monkey
🦍	3		gorilla
🦧	3		orangutan
🐶	3		dog dog_face
🐕	3		dog2 dog
🦮	3		guide_dog
🐕‍🦺	3		service_dog
🐩	3		poodle
🐺	3		wolf wolf_face
🦊	3		fox_face fox
🦝	3		raccoon
🐱	3		cat cat_face
🐈	3		cat2 cat
🐈‍⬛	3		black_cat
🦁	3		lion lion_face
🐯	3		tiger tiger_face
🐅	3		tiger2 tiger
🐆	3		leopard
🐴	3		horse horse_face
🫎	3		moose
🫏	3		donkey
🐎	3		racehorse horse
🦄	3		unicorn unicorn_face
🦓	3		zebra
🦌	3		deer
🦬	3		bison
🐮	3		cow cow_face
🐂	3		ox
🐃	3		water_buffalo
🐄	3		cow2 cow
🐷	3		pig pig_face
🐖	3		pig2 pig
🐗	3		boar
🐽	3		pig_nose
🐏	3		ram
🐑	3		sheep ewe
🐐	3		goat
🐪	3		dromedary_camel
🐫	3		camel
🦙	3		llama
🦒	3		giraffe
🐘	3		elephant
🦣	3		mammoth
🦏	3		rhinoceros rhino
🦛	3		hippopotamus hippo
🐭	3		mouse mouse_face
🐁	3		mouse2 mouse
🐀	3		rat
🐹	3		hamster hamster_face
🐰	3		rabbit rabbit_face
🐇	3		rabbit2 rabbit
🐿️	3		chipmunk
🦫	3		beaver
🦔	3		hedgehog
🦇	3		bat
🐻	3		bear bear_face
🐻‍❄️	3		polar_bear polar_bear_face
🐨	3		koala koala_face
🐼	3		panda_face panda
🦥	3		sloth
🦦	3		otter
🦨	3		skunk
🦘	3		kangaroo
🦡	3		badger
🐾	3		feet paw_prints
🦃	3		turkey
🐔	3		chicken chicken_face
🐓	3		rooster
🐣	3		hatching_chick
🐤	3		baby_chick
🐥	3		hatched_chick
🐦	3		bird bird_face
🐧	3		penguin penguin_face
🕊️	3		dove
🦅	3		eagle
🦆	3		duck
🦢	3		swan
🦉	3		owl
🦤	3		dodo
🪶	3		feather
🦩	3		flamingo
🦚	3		peacock
🦜	3		parrot
🪽	3		wing
🐦‍⬛	3		black_bird
🪿	3		goose
🐸	3		frog frog_face
🐊	3		crocodile
🐢	3		turtle
🦎	3		lizard
🐍	3		snake
🐲	3		dragon_face
🐉	3		dragon
🦕	3		sauropod
🦖	3		t-rex trex
🐳	3		whale spouting_whale
🐋	3		whale2 whale
🐬	3		dolphin flipper
🦭	3		seal
🐟	3		fish
🐠	3		tropical_fish
🐡	3		blowfish
🦈	3		shark
🐙	3		octopus
🐚	3		shell
🪸	3		coral
🪼	3		jellyfish
🦀	3		crab
🦞	3		lobster
🦐	3		shrimp
🦑	3		squid
🦪	3		oyster
🐌	3		snail
🦋	3		butterfly
🐛	3		bug
🐜	3		ant
🐝	3		bee honeybee
🪲	3		beetle
🐞	3		lady_beetle
🦗	3		cricket
🪳	3		cockroach
🕷️	3		spider
🕸️	3		spider_web
🦂	3		scorpion
🦟	3		mosquito
🪰	3		fly
🪱	3		worm
🦠	3		microbe
💐	3		bouquet
🌸	3		cherry_blossom
💮	3		white_flower
🪷	3		lotus
🏵️	3		rosette
🌹	3		rose
🥀	3		wilted_flower
🌺	3		hibiscus
🌻	3		sunflower
🌼	3		blossom
🌷	3		tulip
🪻	3		hyacinth
🌱	3		seedling
🪴	3		potted_plant
🌲	3		evergreen_tree
🌳	3		deciduous_tree
🌴	3		palm_tree
🌵	3		cactus
🌾	3		ear_of_rice sheaf_of_rice
🌿	3		herb
☘️	3		shamrock
🍀	3		four_leaf_clover
🍁	3		maple_leaf
🍂	3		fallen_leaf
🍃	3		leaves
🪹	3		empty_nest nest
🪺	3		nest_with_eggs
🍄	3		mushroom
🍇	4		grapes
🍈	4		melon
🍉	4		watermelon
🍊	4		mandarin orange tangerine
🍋	4		lemon
🍌	4		banana
🍍	4		pineapple
🥭	4		mango
🍎	4		apple red_apple
🍏	4		green_apple
🍐	4		pear
🍑	4		peach
🍒	4		cherries
🍓	4		strawberry
🫐	4		blueberries
🥝	4		kiwi_fruit kiwi
🍅	4		tomato
🫒	4		olive
🥥	4		coconut
🥑	4		avocado
🍆	4		eggplant
🥔	4		potato
🥕	4		carrot
🌽	4		corn ear_of_corn
🌶️	4		hot_pepper
🫑	4		bell_pepper
🥒	4		cucumber
🥬	4		leafy_green
🥦	4		broccoli
🧄	4		garlic
🧅	4		onion
🥜	4		peanuts
🫘	4		beans
🌰	4		chestnut
🫚	4		ginger_root ginger
🫛	4		pea_pod pea
🍞	4		bread
🥐	4		croissant
🥖	4		baguette_bread
🫓	4		flatbread
🥨	4		pretzel
🥯	4		bagel
🥞	4		pancakes
🧇	4		waffle
🧀	4		cheese
🍖	4		meat_on_bone
🍗	4		poultry_leg
🥩	4		cut_of_meat
🥓	4		bacon
🍔	4		hamburger
🍟	4		fries french_fries
🍕	4		pizza
🌭	4		hotdog
🥪	4		sandwich
🌮	4		taco
🌯	4		burrito
🫔	4		tamale
🥙	4		stuffed_flatbread
🧆	4		falafel
🥚	4		egg
🍳	4		fried_egg cooking
🥘	4		shallow_pan_of_food
🍲	4		stew pot_of_food
🫕	4		fondue
🥣	4		bowl_with_spoon
🥗	4		green_salad salad
🍿	4		popcorn
🧈	4		butter
🧂	4		salt
🥫	4		canned_food
🍱	4		bento bento_box
🍘	4		rice_cracker
🍙	4		rice_ball
🍚	4		rice cooked_rice
🍛	4		curry curry_rice
🍜	4		ramen steaming_bowl
🍝	4		spaghetti
🍠	4		sweet_potato
🍢	4		oden
🍣	4		sushi
🍤	4		fried_shrimp
🍥	4		fish_cake
🥮	4		moon_cake
🍡	4		dango
🥟	4		dumpling
🥠	4		fortune_cookie
🥡	4		takeout_box
🍦	4		icecream soft_serve
🍧	4		shaved_ice
🍨	4		ice_cream
🍩	4		doughnut
🍪	4		cookie
🎂	4		birthday birthday_cake
🍰	4		cake shortcake
🧁	4		cupcake
🥧	4		pie
🍫	4		chocolate_bar
🍬	4		candy
🍭	4		lollipop
🍮	4		custard
🍯	4		honey_pot
🍼	4		baby_bottle
🥛	4		milk_glass glass_of_milk milk
☕	4		coffee
🫖	4		teapot
🍵	4		tea
🍶	4		sake
🍾	4		champagne
🍷	4		wine_glass
🍸	4		cocktail
🍹	4		tropical_drink
🍺	4		beer
🍻	4		beers
🥂	4		clinking_glasses
🥃	4		tumbler_glass whisky
🫗	4		pouring_liquid pour
🥤	4		cup_with_straw
🧋	4		bubble_tea boba_drink
🧃	4		beverage_box juice_box
🧉	4		mate
🧊	4		ice_cube ice
🥢	4		chopsticks
🍽️	4		plate_with_cutlery fork_knife_plate
🍴	4		fork_and_knife
🥄	4		spoon
🔪	4		hocho knife
🫙	4		jar
🏺	4		amphora
🌍	5		earth_africa earth_europe
🌎	5		earth_americas
🌏	5		earth_asia
🌐	5		globe_with_meridians
🗺️	5		world_map
🗾	5		japan japan_map
🧭	5		compass
🏔️	5		mountain_snow
⛰️	5		mountain
🌋	5		volcano
🗻	5		mount_fuji
🏕️	5		camping
🏖️	5		beach_umbrella beach beach_with_umbrella
🏜️	5		desert
🏝️	5		desert_island island
🏞️	5		national_park
🏟️	5		stadium
🏛️	5		classical_building
🏗️	5		building_construction construction_site
🧱	5		bricks
🪨	5		rock
🪵	5		wood
🛖	5		hut
🏘️	5		houses homes
🏚️	5		derelict_house house_abandoned
🏠	5		house
🏡	5		house_with_garden
🏢	5		office
🏣	5		post_office
🏤	5		european_post_office
🏥	5		hospital
🏦	5		bank
🏨	5		hotel
🏩	5		love_hotel
🏪	5		convenience_store
🏫	5		school
🏬	5		department_store
🏭	5		factory
🏯	5		japanese_castle
🏰	5		european_castle castle
💒	5		wedding
🗼	5		tokyo_tower
🗽	5		statue_of_liberty
⛪	5		church
🕌	5		mosque
🛕	5		hindu_temple
🕍	5		synagogue
⛩️	5		shinto_shrine
🕋	5		kaaba
⛲	5		fountain
⛺	5		tent
🌁	5		foggy
🌃	5		night_with_stars
🏙️	5		cityscape
🌄	5		sunrise_over_mountains
🌅	5		sunrise
🌆	5		city_sunset city_dusk
🌇	5		city_sunrise city_sunset
🌉	5		bridge_at_night
♨️	5		hotsprings
🎠	5		carousel_horse
🛝	5		playground_slide slide
🎡	5		ferris_wheel
🎢	5		roller_coaster
💈	5		barber barber_pole
🎪	5		circus_tent
🚂	5		steam_locomotive
🚃	5		railway_car
🚄	5		bullettrain_side
🚅	5		bullettrain_front
🚆	5		train2 train
🚇	5		metro
🚈	5		light_rail
🚉	5		station
🚊	5		tram
🚝	5		monorail
🚞	5		mountain_railway
🚋	5		train tram_car
🚌	5		bus
🚍	5		oncoming_bus
🚎	5		trolleybus
🚐	5		minibus
🚑	5		ambulance
🚒	5		fire_engine
🚓	5		police_car
🚔	5		oncoming_police_car
🚕	5		taxi
🚖	5		oncoming_taxi
🚗	5		car red_car
🚘	5		oncoming_automobile
🚙	5		blue_car suv
🛻	5		pickup_truck
🚚	5		truck delivery_truck
🚛	5		articulated_lorry
🚜	5		tractor
🏎️	5		racing_car
🏍️	5		motorcycle
🛵	5		motor_scooter
🦽	5		manual_wheelchair
🦼	5		motorized_wheelchair
🛺	5		auto_rickshaw
🚲	5		bike bicycle
🛴	5		kick_scooter scooter
🛹	5		skateboard
🛼	5		roller_skate
🚏	5		busstop
🛣️	5		motorway
🛤️	5		railway_track
🛢️	5		oil_drum
⛽	5		fuelpump
🛞	5		wheel
🚨	5		rotating_light
🚥	5		traffic_light
🚦	5		vertical_traffic_light
🛑	5		stop_sign octagonal_sign
🚧	5		construction
⚓	5		anchor
🛟	5		ring_buoy lifebuoy
⛵	5		boat sailboat
🛶	5		canoe
🚤	5		speedboat
🛳️	5		passenger_ship cruise_ship
⛴️	5		ferry
🛥️	5		motor_boat motorboat
🚢	5		ship
✈️	5		airplane
🛩️	5		small_airplane
🛫	5		flight_departure airplane_departure
🛬	5		flight_arrival airplane_arriving
🪂	5		parachute
💺	5		seat
🚁	5		helicopter
🚟	5		suspension_railway
🚠	5		mountain_cableway
🚡	5		aerial_tramway
🛰️	5		artificial_satellite satellite
🚀	5		rocket
🛸	5		flying_saucer
🛎️	5		bellhop_bell bellhop
🧳	5		luggage
⌛	5		hourglass
⏳	5		hourglass_flowing_sand
⌚	5		watch
⏰	5		alarm_clock
⏱️	5		stopwatch
⏲️	5		timer_clock
🕰️	5		mantelpiece_clock clock
🕛	5		clock12
🕧	5		clock1230
🕐	5		clock1
🕜	5		clock130
🕑	5		clock2
🕝	5		clock230
🕒	5		clock3
🕞	5		clock330
🕓	5		clock4
🕟	5		clock430
🕔	5		clock5
🕠	5		clock530
🕕	5		clock6
🕡	5		clock630
🕖	5		clock7
🕢	5		clock730
🕗	5		clock8
🕣	5		clock830
🕘	5		clock9
🕤	5		clock930
🕙	5		clock10
🕥	5		clock1030
🕚	5		clock11
🕦	5		clock1130
🌑	5		new_moon
🌒	5		waxing_crescent_moon
🌓	5		first_quarter_moon
🌔	5		moon waxing_gibbous_moon
🌕	5		full_moon
🌖	5		waning_gibbous_moon
🌗	5		last_quarter_moon
🌘	5		waning_crescent_moon
🌙	5		crescent_moon
🌚	5		new_moon_with_face
🌛	5		first_quarter_moon_with_face
🌜	5		last_quarter_moon_with_face
🌡️	5		thermometer
☀️	5		sunny sun
🌝	5		full_moon_with_face
🌞	5		sun_with_face
🪐	5		ringed_planet saturn
⭐	5		star
🌟	5		star2 glowing_star
🌠	5		stars shooting_star
🌌	5		milky_way
☁️	5		cloud
⛅	5		partly_sunny sun_behind_cloud
⛈️	5		cloud_with_lightning_and_rain stormy thunder_cloud_and_rain
🌤️	5		sun_behind_small_cloud sunny
🌥️	5		sun_behind_large_cloud cloudy
🌦️	5		sun_behind_rain_cloud sun_and_rain
🌧️	5		cloud_with_rain rainy
🌨️	5		cloud_with_snow snowy
🌩️	5		cloud_with_lightning lightning
🌪️	5		tornado
🌫️	5		fog
🌬️	5		wind_face wind_blowing_face
🌀	5		cyclone
🌈	5		rainbow
🌂	5		closed_umbrella
☂️	5		open_umbrella umbrella
☔	5		umbrella umbrella_with_rain
⛱️	5		parasol_on_ground beach_umbrella umbrella_on_ground
⚡	5		zap high_voltage
❄️	5		snowflake
☃️	5		snowman_with_snow snowman2
⛄	5		snowman
☄️	5		comet
🔥	5		fire
💧	5		droplet
🌊	5		ocean water_wave
🎃	6		jack_o_lantern
🎄	6		christmas_tree
🎆	6		fireworks
🎇	6		sparkler
🧨	6		firecracker
✨	6		sparkles
🎈	6		balloon
🎉	6		tada party party_popper
🎊	6		confetti_ball
🎋	6		tanabata_tree
🎍	6		bamboo
🎎	6		dolls
🎏	6		flags carp_streamer
🎐	6		wind_chime
🎑	6		rice_scene moon_ceremony
🧧	6		red_envelope
🎀	6		ribbon
🎁	6		gift
🎗️	6		reminder_ribbon
🎟️	6		tickets admission_tickets
🎫	6		ticket
🎖️	6		medal_military military_medal
🏆	6		trophy
🏅	6		medal_sports sports_medal
🥇	6		1st_place_medal 1st first_place_medal
🥈	6		2nd_place_medal 2nd second_place_medal
🥉	6		3rd_place_medal 3rd third_place_medal
⚽	6		soccer
⚾	6		baseball
🥎	6		softball
🏀	6		basketball
🏐	6		volleyball
🏈	6		football
🏉	6		rugby_football
🎾	6		tennis
🥏	6		flying_disc
🎳	6		bowling
🏏	6		cricket_game
🏑	6		field_hockey
🏒	6		ice_hockey hockey
🥍	6		lacrosse
🏓	6		ping_pong
🏸	6		badminton
🥊	6		boxing_glove
🥋	6		martial_arts_uniform
🥅	6		goal_net
⛳	6		golf
⛸️	6		ice_skate
🎣	6		fishing_pole_and_fish fishing_pole
🤿	6		diving_mask
🎽	6		running_shirt_with_sash running_shirt
🎿	6		ski
🛷	6		sled
🥌	6		curling_stone
🎯	6		dart bullseye direct_hit
🪀	6		yo_yo
🪁	6		kite
🔫	6		gun pistol
🎱	6		8ball billiards
🔮	6		crystal_ball
🪄	6		magic_wand
🎮	6		video_game controller
🕹️	6		joystick
🎰	6		slot_machine
🎲	6		game_die
🧩	6		jigsaw puzzle_piece
🧸	6		teddy_bear
🪅	6		pinata
🪩	6		mirror_ball disco disco_ball
🪆	6		nesting_dolls
♠️	6		spades
♥️	6		hearts
♦️	6		diamonds
♣️	6		clubs
♟️	6		chess_pawn
🃏	6		black_joker
🀄	6		mahjong
🎴	6		flower_playing_cards
🎭	6		performing_arts
🖼️	6		framed_picture frame_with_picture
🎨	6		art palette
🧵	6		thread
🪡	6		sewing_needle
🧶	6		yarn
🪢	6		knot
👓	7		eyeglasses glasses
🕶️	7		dark_sunglasses sunglasses
🥽	7		goggles
🥼	7		lab_coat
🦺	7		safety_vest
👔	7		necktie
👕	7		shirt tshirt
👖	7		jeans
🧣	7		scarf
🧤	7		gloves
🧥	7		coat
🧦	7		socks
👗	7		dress
👘	7		kimono
🥻	7		sari
🩱	7		one_piece_swimsuit
🩲	7		swim_brief briefs
🩳	7		shorts
👙	7		bikini
👚	7		womans_clothes
🪭	7		folding_hand_fan folding_fan
👛	7		purse
👜	7		handbag
👝	7		pouch clutch_bag
🛍️	7		shopping shopping_bags
🎒	7		school_satchel backpack
🩴	7		thong_sandal
👞	7		mans_shoe shoe
👟	7		athletic_shoe sneaker
🥾	7		hiking_boot
🥿	7		flat_shoe womans_flat_shoe
👠	7		high_heel
👡	7		sandal
🩰	7		ballet_shoes
👢	7		boot
🪮	7		hair_pick
👑	7		crown
👒	7		womans_hat
🎩	7		tophat top_hat
🎓	7		mortar_board graduation_cap
🧢	7		billed_cap
🪖	7		military_helmet
⛑️	7		rescue_worker_helmet helmet_with_cross
📿	7		prayer_beads
💄	7		lipstick
💍	7		ring
💎	7		gem
🔇	7		mute no_sound
🔈	7		speaker low_volume quiet_sound
🔉	7		sound medium_volumne
🔊	7		loud_sound high_volume
📢	7		loudspeaker
📣	7		mega megaphone
📯	7		postal_horn
🔔	7		bell
🔕	7		no_bell
🎼	7		musical_score
🎵	7		musical_note
🎶	7		notes musical_notes
🎙️	7		studio_microphone
🎚️	7		level_slider
🎛️	7		control_knobs
🎤	7		microphone
🎧	7		headphones
📻	7		radio
🎷	7		saxophone
🎺	7		trumpet
🪗	7		accordion
🎸	7		guitar
🎹	7		musical_keyboard
🎻	7		violin
🪕	7		banjo
🥁	7		drum
🪘	7		long_drum
🪇	7		maracas
🪈	7		flute
📱	7		iphone android mobile_phone
📲	7		calling mobile_phone_arrow
☎️	7		phone telephone
📞	7		telephone_receiver
📟	7		pager
📠	7		fax fax_machine
🔋	7		battery
🪫	7		low_battery
🔌	7		electric_plug
💻	7		computer laptop
🖥️	7		desktop_computer computer
🖨️	7		printer
⌨️	7		keyboard
🖱️	7		computer_mouse
🖲️	7		trackball
💽	7		minidisc computer_disk
💾	7		floppy_disk
💿	7		cd optical_disk
📀	7		dvd
🧮	7		abacus
🎥	7		movie_camera
🎞️	7		film_strip film_frames
📽️	7		film_projector
🎬	7		clapper
📺	7		tv
📷	7		camera
📸	7		camera_flash camera_with_flash
📹	7		video_camera
📼	7		vhs videocassette
🔍	7		mag
🔎	7		mag_right
🕯️	7		candle
💡	7		bulb light_bulb
🔦	7		flashlight
🏮	7		izakaya_lantern lantern red_paper_lantern
🪔	7		diya_lamp
📔	7		notebook_with_decorative_cover
📕	7		closed_book
📖	7		book open_book
📗	7		green_book
📘	7		blue_book
📙	7		orange_book
📚	7		books
📓	7		notebook
📒	7		ledger
📃	7		page_with_curl
📜	7		scroll
📄	7		page_facing_up
📰	7		newspaper
🗞️	7		newspaper_roll rolled_up_newspaper
📑	7		bookmark_tabs
🔖	7		bookmark
🏷️	7		label
🪙	7		coin
💰	7		moneybag
💴	7		yen
💵	7		dollar
💶	7		euro
💷	7		pound
💸	7		money_with_wings
💳	7		credit_card
🧾	7		receipt
💹	7		chart
✉️	7		envelope
📧	7		e-mail email
📨	7		incoming_envelope
📩	7		envelope_with_arrow
📤	7		outbox_tray
📥	7		inbox_tray
📦	7		package
📫	7		mailbox
📪	7		mailbox_closed
📬	7		mailbox_with_mail
📭	7		mailbox_with_no_mail
📮	7		postbox
🗳️	7		ballot_box
✏️	7		pencil2 pencil
✒️	7		black_nib
🖋️	7		fountain_pen
🖊️	7		pen
🖌️	7		paintbrush
🖍️	7		crayon
📝	7		memo pencil
💼	7		briefcase
📁	7		file_folder
📂	7		open_file_folder
🗂️	7		card_index_dividers
📅	7		date
📆	7		calendar
🗒️	7		spiral_notepad notepad_spiral
🗓️	7		spiral_calendar calendar_spiral
📇	7		card_index
📈	7		chart_with_upwards_trend chart_increasing
📉	7		chart_with_downwards_trend chart_decreasing
📊	7		bar_chart
📋	7		clipboard
📌	7		pushpin
📍	7		round_pushpin
📎	7		paperclip
🖇️	7		paperclips
📏	7		straight_ruler
📐	7		triangular_ruler
✂️	7		scissors
🗃️	7		card_file_box
🗄️	7		file_cabinet
🗑️	7		wastebasket trashcan
🔒	7		lock locked
🔓	7		unlock unlocked
🔏	7		lock_with_ink_pen locked_with_pen
🔐	7		closed_lock_with_key locked_with_key
🔑	7		key
🗝️	7		old_key
🔨	7		hammer
🪓	7		axe
⛏️	7		pick
⚒️	7		hammer_and_pick
🛠️	7		hammer_and_wrench
🗡️	7		dagger
⚔️	7		crossed_swords
💣	7		bomb
🪃	7		boomerang
🏹	7		bow_and_arrow
🛡️	7		shield
🪚	7		carpentry_saw
🔧	7		wrench
🪛	7		screwdriver
🔩	7		nut_and_bolt
⚙️	7		gear
🗜️	7		clamp compression
⚖️	7		balance_scale scales
🦯	7		probing_cane white_cane
🔗	7		link
⛓️	7		chains
🪝	7		hook
🧰	7		toolbox
🧲	7		magnet
🪜	7		ladder
⚗️	7		alembic
🧪	7		test_tube
🧫	7		petri_dish
🧬	7		dna double_helix
🔬	7		microscope
🔭	7		telescope
📡	7		satellite satellite_antenna
💉	7		syringe
🩸	7		drop_of_blood
💊	7		pill
🩹	7		adhesive_bandage bandaid
🩼	7		crutch
🩺	7		stethoscope
🩻	7		x_ray x-ray xray
🚪	7		door
🛗	7		elevator
🪞	7		mirror
🪟	7		window
🛏️	7		bed
🛋️	7		couch_and_lamp
🪑	7		chair
🚽	7		toilet
🪠	7		plunger
🚿	7		shower
🛁	7		bathtub
🪤	7		mouse_trap
🪒	7		razor
🧴	7		lotion_bottle
🧷	7		safety_pin
🧹	7		broom
🧺	7		basket
🧻	7		roll_of_paper toilet_paper
🪣	7		bucket
🧼	7		soap
🫧	7		bubbles
🪥	7		toothbrush
🧽	7		sponge
🧯	7		fire_extinguisher
🛒	7		shopping_cart
🚬	7		smoking cigarette
⚰️	7		coffin
🪦	7		headstone
⚱️	7		funeral_urn
🧿	7		nazar_amulet
🪬	7		hamsa
🗿	7		moyai moai
🪧	7		placard
🪪	7		identification_card id_card
🏧	8		atm
🚮	8		put_litter_in_its_place litter_bin
🚰	8		potable_water
♿	8		wheelchair handicapped
🚹	8		mens
🚺	8		womens
🚻	8		restroom bathroom
🚼	8		baby_symbol
🚾	8		wc water_closet
🛂	8		passport_control
🛃	8		customs
🛄	8		baggage_claim
🛅	8		left_luggage
⚠️	8		warning
🚸	8		children_crossing
⛔	8		no_entry
🚫	8		no_entry_sign
🚳	8		no_bicycles
🚭	8		no_smoking
🚯	8		do_not_litter no_littering
🚱	8		non-potable_water
🚷	8		no_pedestrians
📵	8		no_mobile_phones
🔞	8		underage no_one_under_18
☢️	8		radioactive
☣️	8		biohazard
⬆️	8		arrow_up
↗️	8		arrow_upper_right
➡️	8		arrow_right
↘️	8		arrow_lower_right
⬇️	8		arrow_down
↙️	8		arrow_lower_left
⬅️	8		arrow_left
↖️	8		arrow_upper_left
↕️	8		arrow_up_down
↔️	8		left_right_arrow
↩️	8		leftwards_arrow_with_hook arrow_left_hook
↪️	8		arrow_right_hook rightwards_arrow_with_hook
⤴️	8		arrow_heading_up
⤵️	8		arrow_heading_down
🔃	8		arrows_clockwise clockwise
🔄	8		arrows_counterclockwise counterclockwise
🔙	8		back
🔚	8		end
🔛	8		on
🔜	8		soon
🔝	8		top
🛐	8		place_of_worship
⚛️	8		atom_symbol atom
🕉️	8		om
✡️	8		star_of_david
☸️	8		wheel_of_dharma
☯️	8		yin_yang
✝️	8		latin_cross
☦️	8		orthodox_cross
☪️	8		star_and_crescent
☮️	8		peace_symbol peace
🕎	8		menorah
🔯	8		six_pointed_star
🪯	8		khanda
♈	8		aries
♉	8		taurus
♊	8		gemini
♋	8		cancer
♌	8		leo
♍	8		virgo
♎	8		libra
♏	8		scorpius
♐	8		sagittarius
♑	8		capricorn
♒	8		aquarius
♓	8		pisces
⛎	8		ophiuchus
🔀	8		twisted_rightwards_arrows shuffle
🔁	8		repeat
🔂	8		repeat_one
▶️	8		arrow_forward play
⏩	8		fast_forward
⏭️	8		next_track_button next_track
⏯️	8		play_or_pause_button play_pause
◀️	8		arrow_backward reverse
⏪	8		rewind fast_reverse
⏮️	8		previous_track_button previous_track
🔼	8		arrow_up_small up
⏫	8		arrow_double_up fast_up
🔽	8		arrow_down_small down
⏬	8		arrow_double_down fast_down
⏸️	8		pause_button pause
⏹️	8		stop_button stop
⏺️	8		record_button record
⏏️	8		eject_button eject
🎦	8		cinema
🔅	8		low_brightness dim_button
🔆	8		high_brightness bright_button
📶	8		signal_strength antenna_bars
🛜	8		wireless
📳	8		vibration_mode
📴	8		mobile_phone_off
♀️	8		female_sign female
♂️	8		male_sign male
⚧️	8		transgender_symbol
✖️	8		heavy_multiplication_x multiplication multiply
➕	8		heavy_plus_sign plus
➖	8		heavy_minus_sign minus
➗	8		heavy_division_sign divide division
🟰	8		heavy_equals_sign
♾️	8		infinity
‼️	8		bangbang double_exclamation
⁉️	8		interrobang exclamation_question
❓	8		question
❔	8		grey_question white_question
❕	8		grey_exclamation white_exclamation
❗	8		exclamation heavy_exclamation_mark
〰️	8		wavy_dash
💱	8		currency_exchange
💲	8		heavy_dollar_sign
⚕️	8		medical_symbol medical
♻️	8		recycle recycling_symbol
⚜️	8		fleur_de_lis fleur-de-lis
🔱	8		trident
📛	8		name_badge
🔰	8		beginner
⭕	8		o hollow_red_circle red_o
✅	8		white_check_mark check_mark_button
☑️	8		ballot_box_with_check
✔️	8		heavy_check_mark check_mark
❌	8		x cross_mark
❎	8		negative_squared_cross_mark cross_mark_button
➰	8		curly_loop
➿	8		loop double_curly_loop
〽️	8		part_alternation_mark
✳️	8		eight_spoked_asterisk
✴️	8		eight_pointed_black_star
❇️	8		sparkle
©️	8		copyright
®️	8		registered
™️	8		tm trade_mark
#️⃣	8		hash number_sign
*️⃣	8		asterisk
0️⃣	8		zero
1️⃣	8		one
2️⃣	8		two
3️⃣	8		three
4️⃣	8		four
5️⃣	8		five
6️⃣	8		six
7️⃣	8		seven
8️⃣	8		eight
9️⃣	8		nine
🔟	8		keycap_ten ten
🔠	8		capital_abcd
🔡	8		abcd
🔢	8		1234
🔣	8		symbols
🔤	8		abc
🅰️	8		a a_blood
🆎	8		ab ab_blood
🅱️	8		b b_blood
🆑	8		cl
🆒	8		cool
🆓	8		free
ℹ️	8		information_source info
🆔	8		id
Ⓜ️	8		m
🆕	8		new
🆖	8		ng
🅾️	8		o2 o o_blood
🆗	8		ok
🅿️	8		parking
🆘	8		sos
🆙	8		up up2
🆚	8		vs
🈁	8		koko ja_here
🈂️	8		sa ja_service_charge
🈷️	8		u6708 ja_monthly_amount
🈶	8		u6709 ja_not_free_of_carge
🈯	8		u6307 ja_reserved
🉐	8		ideograph_advantage ja_bargain
🈹	8		u5272 ja_discount
🈚	8		u7121 ja_free_of_charge
🈲	8		u7981 ja_prohibited
🉑	8		accept ja_acceptable
🈸	8		u7533 ja_application
🈴	8		u5408 ja_passing_grade
🈳	8		u7a7a ja_vacancy
㊗️	8		congratulations ja_congratulations
㊙️	8		secret ja_secret
🈺	8		u55b6 ja_open_for_business
🈵	8		u6e80 ja_no_vacancy
🔴	8		red_circle
🟠	8		orange_circle
🟡	8		yellow_circle
🟢	8		green_circle
🔵	8		large_blue_circle blue_circle
🟣	8		purple_circle
🟤	8		brown_circle
⚫	8		black_circle
⚪	8		white_circle
🟥	8		red_square
🟧	8		orange_square
🟨	8		yellow_square
🟩	8		green_square
🟦	8		blue_square
🟪	8		purple_square
🟫	8		brown_square
⬛	8		black_large_square
⬜	8		white_large_square
◼️	8		black_medium_square
◻️	8		white_medium_square
◾	8		black_medium_small_square
◽	8		white_medium_small_square
▪️	8		black_small_square
▫️	8		white_small_square
🔶	8		large_orange_diamond
🔷	8		large_blue_diamond
🔸	8		small_orange_diamond
🔹	8		small_blue_diamond
🔺	8		small_red_triangle
🔻	8		small_red_triangle_down
💠	8		diamond_shape_with_a_dot_inside diamond_with_a_dot
🔘	8		radio_button
🔳	8		white_square_button
🔲	8		black_square_button
🏁	9		checkered_flag
🚩	9		triangular_flag_on_post triangular_flag
🎌	9		crossed_flags
🏴	9		black_flag
🏳️	9		white_flag
🏳️‍🌈	9		rainbow_flag
🏳️‍⚧️	9		transgender_flag
🏴‍☠️	9		pirate_flag jolly_roger
🇦🇨	9		ascension_island flag_ac
🇦🇩	9		andorra flag_ad
🇦🇪	9		united_arab_emirates flag_ae
🇦🇫	9		afghanistan flag_af
🇦🇬	9		antigua_barbuda flag_ag
🇦🇮	9		anguilla flag_ai
🇦🇱	9		albania flag_al
🇦🇲	9		armenia flag_am
🇦🇴	9		angola flag_ao
🇦🇶	9		antarctica flag_aq
🇦🇷	9		argentina flag_ar
🇦🇸	9		american_samoa flag_as
🇦🇹	9		austria flag_at
🇦🇺	9		australia flag_au
🇦🇼	9		aruba flag_aw
🇦🇽	9		aland_islands flag_ax
🇦🇿	9		azerbaijan flag_az
🇧🇦	9		bosnia_herzegovina flag_ba
🇧🇧	9		barbados flag_bb
🇧🇩	9		bangladesh flag_bd
🇧🇪	9		belgium flag_be
🇧🇫	9		burkina_faso flag_bf
🇧🇬	9		bulgaria flag_bg
🇧🇭	9		bahrain flag_bh
🇧🇮	9		burundi flag_bi
🇧🇯	9		benin flag_bj
🇧🇱	9		st_barthelemy flag_bl
🇧🇲	9		bermuda flag_bm
🇧🇳	9		brunei flag_bn
🇧🇴	9		bolivia flag_bo
🇧🇶	9		caribbean_netherlands flag_bq
🇧🇷	9		brazil flag_br
🇧🇸	9		bahamas flag_bs
🇧🇹	9		bhutan flag_bt
🇧🇻	9		bouvet_island flag_bv
🇧🇼	9		botswana flag_bw
🇧🇾	9		belarus flag_by
🇧🇿	9		belize flag_bz
🇨🇦	9		canada flag_ca
🇨🇨	9		cocos_islands flag_cc
🇨🇩	9		congo_kinshasa flag_cd
🇨🇫	9		central_african_republic flag_cf
🇨🇬	9		congo_brazzaville flag_cg
🇨🇭	9		switzerland flag_ch
🇨🇮	9		cote_divoire flag_ci
🇨🇰	9		cook_islands flag_ck
🇨🇱	9		chile flag_cl
🇨🇲	9		cameroon flag_cm
🇨🇳	9		cn china flag_cn
🇨🇴	9		colombia flag_co
🇨🇵	9		clipperton_island flag_cp
🇨🇷	9		costa_rica flag_cr
🇨🇺	9		cuba flag_cu
🇨🇻	9		cape_verde flag_cv
🇨🇼	9		curacao flag_cw
🇨🇽	9		christmas_island flag_cx
🇨🇾	9		cyprus flag_cy
🇨🇿	9		czech_republic czechia flag_cz
🇩🇪	9		de flag_de germany
🇩🇬	9		diego_garcia flag_dg
🇩🇯	9		djibouti flag_dj
🇩🇰	9		denmark flag_dk
🇩🇲	9		dominica flag_dm
🇩🇴	9		dominican_republic flag_do
🇩🇿	9		algeria flag_dz
🇪🇦	9		ceuta_melilla flag_ea
🇪🇨	9		ecuador flag_ec
🇪🇪	9		estonia flag_ee
🇪🇬	9		egypt flag_eg
🇪🇭	9		western_sahara flag_eh
🇪🇷	9		eritrea flag_er
🇪🇸	9		es flag_es spain
🇪🇹	9		ethiopia flag_et
🇪🇺	9		eu european_union flag_eu
🇫🇮	9		finland flag_fi
🇫🇯	9		fiji flag_fj
🇫🇰	9		falkland_islands flag_fk
🇫🇲	9		micronesia flag_fm
🇫🇴	9		faroe_islands flag_fo
🇫🇷	9		fr flag_fr france
🇬🇦	9		gabon flag_ga
🇬🇧	9		gb uk flag_gb united_kingdom
🇬🇩	9		grenada flag_gd
🇬🇪	9		georgia flag_ge
🇬🇫	9		french_guiana flag_gf
🇬🇬	9		guernsey flag_gg
🇬🇭	9		ghana flag_gh
🇬🇮	9		gibraltar flag_gi
🇬🇱	9		greenland flag_gl
🇬🇲	9		gambia flag_gm
🇬🇳	9		guinea flag_gn
🇬🇵	9		guadeloupe flag_gp
🇬🇶	9		equatorial_guinea flag_gq
🇬🇷	9		greece flag_gr
🇬🇸	9		south_georgia_south_sandwich_islands flag_gs
🇬🇹	9		guatemala flag_gt
🇬🇺	9		guam flag_gu
🇬🇼	9		guinea_bissau flag_gw
🇬🇾	9		guyana flag_gy
🇭🇰	9		hong_kong flag_hk
🇭🇲	9		heard_mcdonald_islands flag_hm
🇭🇳	9		honduras flag_hn
🇭🇷	9		croatia flag_hr
🇭🇹	9		haiti flag_ht
🇭🇺	9		hungary flag_hu
🇮🇨	9		canary_islands flag_ic
🇮🇩	9		indonesia flag_id
🇮🇪	9		ireland flag_ie
🇮🇱	9		israel flag_il
🇮🇲	9		isle_of_man flag_im
🇮🇳	9		india flag_in
🇮🇴	9		british_indian_ocean_territory flag_io
🇮🇶	9		iraq flag_iq
🇮🇷	9		iran flag_ir
🇮🇸	9		iceland flag_is
🇮🇹	9		it flag_it italy
🇯🇪	9		jersey flag_je
🇯🇲	9		jamaica flag_jm
🇯🇴	9		jordan flag_jo
🇯🇵	9		jp flag_jp japan
🇰🇪	9		kenya flag_ke
🇰🇬	9		kyrgyzstan flag_kg
🇰🇭	9		cambodia flag_kh
🇰🇮	9		kiribati flag_ki
🇰🇲	9		comoros flag_km
🇰🇳	9		st_kitts_nevis flag_kn
🇰🇵	9		north_korea flag_kp
🇰🇷	9		kr flag_kr south_korea
🇰🇼	9		kuwait flag_kw
🇰🇾	9		cayman_islands flag_ky
🇰🇿	9		kazakhstan flag_kz
🇱🇦	9		laos flag_la
🇱🇧	9		lebanon flag_lb
🇱🇨	9		st_lucia flag_lc
🇱🇮	9		liechtenstein flag_li
🇱🇰	9		sri_lanka flag_lk
🇱🇷	9		liberia flag_lr
🇱🇸	9		lesotho flag_ls
🇱🇹	9		lithuania flag_lt
🇱🇺	9		luxembourg flag_lu
🇱🇻	9		latvia flag_lv
🇱🇾	9		libya flag_ly
🇲🇦	9		morocco flag_ma
🇲🇨	9		monaco flag_mc
🇲🇩	9		moldova flag_md
🇲🇪	9		montenegro flag_me
🇲🇫	9		st_martin flag_mf
🇲🇬	9		madagascar flag_mg
🇲🇭	9		marshall_islands flag_mh
🇲🇰	9		macedonia flag_mk
🇲🇱	9		mali flag_ml
🇲🇲	9		myanmar burma flag_mm
🇲🇳	9		mongolia flag_mn
🇲🇴	9		macau flag_mo macao
🇲🇵	9		northern_mariana_islands flag_mp
🇲🇶	9		martinique flag_mq
🇲🇷	9		mauritania flag_mr
🇲🇸	9		montserrat flag_ms
🇲🇹	9		malta flag_mt
🇲🇺	9		mauritius flag_mu
🇲🇻	9		maldives flag_mv
🇲🇼	9		malawi flag_mw
🇲🇽	9		mexico flag_mx
🇲🇾	9		malaysia flag_my
🇲🇿	9		mozambique flag_mz
🇳🇦	9		namibia flag_na
🇳🇨	9		new_caledonia flag_nc
🇳🇪	9		niger flag_ne
🇳🇫	9		norfolk_island flag_nf
🇳🇬	9		nigeria flag_ng
🇳🇮	9		nicaragua flag_ni
🇳🇱	9		netherlands flag_nl
🇳🇴	9		norway flag_no
🇳🇵	9		nepal flag_np
🇳🇷	9		nauru flag_nr
🇳🇺	9		niue flag_nu
🇳🇿	9		new_zealand flag_nz
🇴🇲	9		oman flag_om
🇵🇦	9		panama flag_pa
🇵🇪	9		peru flag_pe
🇵🇫	9		french_polynesia flag_pf
🇵🇬	9		papua_new_guinea flag_pg
🇵🇭	9		philippines flag_ph
🇵🇰	9		pakistan flag_pk
🇵🇱	9		poland flag_pl
🇵🇲	9		st_pierre_miquelon flag_pm
🇵🇳	9		pitcairn_islands flag_pn
🇵🇷	9		puerto_rico flag_pr
🇵🇸	9		palestinian_territories flag_ps
🇵🇹	9		portugal flag_pt
🇵🇼	9		palau flag_pw
🇵🇾	9		paraguay flag_py
🇶🇦	9		qatar flag_qa
🇷🇪	9		reunion flag_re
🇷🇴	9		romania flag_ro
🇷🇸	9		serbia flag_rs
🇷🇺	9		ru flag_ru russia
🇷🇼	9		rwanda flag_rw
🇸🇦	9		saudi_arabia flag_sa
🇸🇧	9		solomon_islands flag_sb
🇸🇨	9		seychelles flag_sc
🇸🇩	9		sudan flag_sd
🇸🇪	9		sweden flag_se
🇸🇬	9		singapore flag_sg
🇸🇭	9		st_helena flag_sh
🇸🇮	9		slovenia flag_si
🇸🇯	9		svalbard_jan_mayen flag_sj
🇸🇰	9		slovakia flag_sk
🇸🇱	9		sierra_leone flag_sl
🇸🇲	9		san_marino flag_sm
🇸🇳	9		senegal flag_sn
🇸🇴	9		somalia flag_so
🇸🇷	9		suriname flag_sr
🇸🇸	9		south_sudan flag_ss
🇸🇹	9		sao_tome_principe flag_st
🇸🇻	9		el_salvador flag_sv
🇸🇽	9		sint_maarten flag_sx
🇸🇾	9		syria flag_sy
🇸🇿	9		swaziland eswatini flag_sz
🇹🇦	9		tristan_da_cunha flag_ta
🇹🇨	9		turks_caicos_islands flag_tc
🇹🇩	9		chad flag_td
🇹🇫	9		french_southern_territories flag_tf
🇹🇬	9		togo flag_tg
🇹🇭	9		thailand flag_th
🇹🇯	9		tajikistan flag_tj
🇹🇰	9		tokelau flag_tk
🇹🇱	9		timor_leste flag_tl
🇹🇲	9		turkmenistan flag_tm
🇹🇳	9		tunisia flag_tn
🇹🇴	9		tonga flag_to
🇹🇷	9		tr flag_tr turkey_tr
🇹🇹	9		trinidad_tobago flag_tt
🇹🇻	9		tuvalu flag_tv
🇹🇼	9		taiwan flag_tw
🇹🇿	9		tanzania flag_tz
🇺🇦	9		ukraine flag_ua
🇺🇬	9		uganda flag_ug
🇺🇲	9		us_outlying_islands flag_um
🇺🇳	9		united_nations flag_un un
🇺🇸	9		us flag_us united_states usa
🇺🇾	9		uruguay flag_uy
🇺🇿	9		uzbekistan flag_uz
🇻🇦	9		vatican_city flag_va
🇻🇨	9		st_vincent_grenadines flag_vc
🇻🇪	9		venezuela flag_ve
🇻🇬	9		british_virgin_islands flag_vg
🇻🇮	9		us_virgin_islands flag_vi
🇻🇳	9		vietnam flag_vn
🇻🇺	9		vanuatu flag_vu
🇼🇫	9		wallis_futuna flag_wf
🇼🇸	9		samoa flag_ws
🇽🇰	9		kosovo flag_xk
🇾🇪	9		yemen flag_ye
🇾🇹	9		mayotte flag_yt
🇿🇦	9		south_africa flag_za
🇿🇲	9		zambia flag_zm
🇿🇼	9		zimbabwe flag_zw
🏴󠁧󠁢󠁥󠁮󠁧󠁿	9		england flag_gbeng
🏴󠁧󠁢󠁳󠁣󠁴󠁿	9		scotland flag_gbsct
🏴󠁧󠁢󠁷󠁬󠁳󠁿	9		wales flag_gbwls`;
